import { healthy } from "../company/instance.ts";
import type { Scenario, Stage } from "../company/stage.ts";
import { byBolt } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

const name = "api-canary";
const version = "v413";
const mark = { service: "api", version, host: name };

/** One instance of the next version takes a tenth of the requests, and one in five of them fails. */
export const canary: Scenario = {
  name: "canary",
  title: "A canary that fails",
  about: "api v413 takes 10 % of the requests as a canary; one in five of them fails, and it is taken out.",
  seeIt: 'api, "errors": those of v413 beside those of v411',
  lengthMs: minutes(13),
  steps: () => [
    at(seconds(30), `api ${version} goes out as a canary`, (stage) =>
      stage.deploy(byBolt({ ...mark, status: "started", title: "A canary at 10 %" })),
    ),
    at(seconds(40), `${name} takes 10 % of the requests`, (stage) =>
      stage.add({
        name,
        service: "api",
        version,
        weight: tenthOf(stage),
        faults: { ...healthy, errorShare: 0.2 },
      }),
    ),
    at(minutes(9), `${name} gets no more requests`, (stage) => stage.weigh(name, 0)),
    at(minutes(9) + seconds(10), `${name} is taken out: its errors are up`, async (stage) => {
      stage.deploy(byBolt({ ...mark, status: "failed", title: "The canary's errors are up: taken out" }));
      await stage.remove(name);
    }),
  ],
};

/** The weight with which an instance beside those of the api takes a tenth of all. */
function tenthOf(stage: Stage): number {
  const weights = stage.instances().filter((spec) => spec.service === "api");
  return Math.max(1, Math.round(weights.reduce((sum, spec) => sum + spec.weight, 0) / 9));
}
