import { healthy } from "../company/instance.ts";
import { roster } from "../company/roster.ts";
import type { Scenario, Step } from "../company/stage.ts";
import { byBolt, namesOf, ROLLOUT_MS, rollOut } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

const OUT_MS = seconds(30);
const BACK_MS = OUT_MS + ROLLOUT_MS + minutes(10);

const title = "Prices with every product";
const version = "v412";
const before = roster.find((spec) => spec.service === "api")!.version;

/** A release that makes everything slower and nothing fail, so that only latency tells. */
export const slowDeploy: Scenario = {
  name: "slow-deploy",
  title: "A slow release",
  about: "api v412 makes p90 latency three times worse and is rolled back ten minutes after it went out.",
  seeIt: `api, "latency p90": the new version stands out from the deploy's line on`,
  lengthMs: BACK_MS + minutes(4),
  steps: () => [
    ...rollOut({ service: "api", version, fromMs: OUT_MS, title, faults: { latencyFactor: 3 } }),
    ...back(),
  ],
};

function back(): Step[] {
  const restarts = namesOf("api").map((name, index) =>
    at(BACK_MS + seconds(10 * index), `${name} is back at ${before}`, (stage) =>
      stage.restart(name, { version: before, faults: healthy }),
    ),
  );
  const mark = at(BACK_MS, `api ${version} is rolled back`, (stage) =>
    stage.deploy(
      byBolt({ service: "api", version, status: "rolled_back", title: `Rolled back to ${before}` }),
    ),
  );
  return [mark, ...restarts];
}
