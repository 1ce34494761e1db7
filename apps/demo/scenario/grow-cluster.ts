import { healthy } from "../company/instance.ts";
import type { Scenario, Stage, Step } from "../company/stage.ts";
import { byBolt } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

const added = ["api-4", "api-5"];
const mark = { service: "api", kind: "cluster", title: "From three instances to five" } as const;

/** More come than three can serve well, so that two are added. */
export const growCluster: Scenario = {
  name: "grow-cluster",
  title: "The cluster grows",
  about: "The load grows by 60 %, and the api gets two more instances that share it.",
  seeIt: 'api, "requests" by instance: three lanes become five, each lower',
  lengthMs: minutes(12),
  steps: () => [
    at(seconds(30), "the load grows by 60 %", (stage) => stage.load({ factor: 1.6 })),
    at(minutes(3), "api grows from three instances to five", (stage) =>
      stage.deploy(byBolt({ ...mark, status: "started" })),
    ),
    ...added.flatMap((name, index) => provision(name, minutes(3.5 + index))),
    at(minutes(5.5), "api has five instances", (stage) =>
      stage.deploy(byBolt({ ...mark, status: "finished" })),
    ),
    at(minutes(9), "the load is as on any day", (stage) => stage.load({ factor: 1 })),
  ],
};

function provision(name: string, fromMs: number): Step[] {
  const machine = { service: "api", host: name, kind: "provisioning", title: `${name} is set up` } as const;
  return [
    at(fromMs, `${name} is set up`, (stage) => stage.deploy(byBolt({ ...machine, status: "started" }))),
    at(fromMs + seconds(30), `${name} takes its share`, async (stage) => {
      await stage.add({ ...sibling(stage), name, faults: healthy });
      stage.deploy(byBolt({ ...machine, status: "finished" }));
    }),
  ];
}

/** What runs already, which the new instances are like. */
function sibling(stage: Stage) {
  return stage.instances().find((spec) => spec.name === "api-1")!;
}
