import type { Scenario } from "../company/stage.ts";

/** One story after the other, each as it is when it is played alone. */
export function tourOf(scenarios: readonly Scenario[]): Scenario {
  return {
    name: "all",
    title: "All of them",
    about: "A tour through everything that can happen, one story after the other.",
    seeIt: "the whole wall, section by section",
    lengthMs: scenarios.reduce((sum, scenario) => sum + scenario.lengthMs, 0),
    steps(random) {
      let fromMs = 0;
      return scenarios.flatMap((scenario) => {
        const beginMs = fromMs;
        fromMs += scenario.lengthMs;
        const steps = scenario.steps(random.fork(scenario.name));
        return steps.map((step) => ({ ...step, atMs: beginMs + step.atMs }));
      });
    },
  };
}
