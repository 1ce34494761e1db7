import { capacity } from "../company/capacity.ts";
import { healthy } from "../company/instance.ts";
import type { Scenario } from "../company/stage.ts";
import { byBolt } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

const name = "api-2";
const FULL_MINUTES = 5;
const BEGIN_MS = seconds(30);

/** One instance opens files and does not close them until the system says no. */
export const openFiles: Scenario = {
  name: "open-files",
  title: "Too many open files",
  about: "A job on api-2 opens files and never closes them; after five minutes the system gives it no more.",
  seeIt: 'api, "open files" of api-2, which climb; then "exceptions"',
  lengthMs: minutes(13),
  steps: () => [
    at(BEGIN_MS, `a job on ${name} opens files and does not close them`, (stage) =>
      stage.fault(name, { filesPerMinute: capacity.openFiles / FULL_MINUTES }),
    ),
    at(BEGIN_MS + minutes(FULL_MINUTES), `${name}: too many open files`),
    at(BEGIN_MS + minutes(FULL_MINUTES + 3), `${name} is restarted, without the job`, async (stage) => {
      const mark = { service: "api", host: name, kind: "provisioning" } as const;
      stage.deploy(byBolt({ ...mark, status: "started", title: `${name} restarts without its job` }));
      await stage.restart(name, { faults: healthy });
      stage.deploy(byBolt({ ...mark, status: "finished", title: `${name} runs without its job` }));
    }),
  ],
};
