import type { Scenario } from "../company/stage.ts";
import { byBolt } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

const name = "web-2";
const mark = { service: "web", host: name, kind: "provisioning" } as const;

/** A host stops saying anything; what is missing is the only sign. */
export const silentHost: Scenario = {
  name: "silent-host",
  title: "A host goes silent",
  about: "web-2 goes without a word: no answers, no metrics, no event; six minutes later it is replaced.",
  seeIt: 'web, "requests" of web-2, which end; the balancer says among the live events that it is down',
  lengthMs: minutes(10),
  steps: () => [
    at(minutes(1), `${name} goes silent`, (stage) => stage.silence(name)),
    at(minutes(6), `${name} is to be replaced`, (stage) =>
      stage.deploy(byBolt({ ...mark, status: "started", title: `${name} is replaced` })),
    ),
    at(minutes(7), `${name} is there again`, async (stage) => {
      await stage.restart(name);
      stage.deploy(byBolt({ ...mark, status: "finished", title: `${name} is replaced` }));
    }),
    at(minutes(7) + seconds(30), "web has three instances again"),
  ],
};
