import type { Undo } from "@mission-control/series";
import type { Random } from "../company/random.ts";
import type { Scenario, Stage, Step, StepEnd } from "../company/stage.ts";

/** A step that was done, or failed to be done. */
export interface StepReport {
  /** The scenario's name. */
  readonly scenario: string;
  /** After the scenario's begin, on the stage's clock. */
  readonly atMs: number;
  readonly says: string;
  /** What went wrong, in words; the scenario goes on. */
  readonly fault?: string;
}

/** A scenario that is being played, or was. */
export interface Performance {
  readonly scenario: Scenario;
  readonly steps: readonly Step[];
  /** On the stage's clock, ms since the epoch. */
  readonly beganMs: number;
  /** Of the steps that are over, in their order. */
  readonly reports: readonly StepReport[];
  /** Resolves when it is over, at its end or because it was ended, and no step is under way. */
  readonly over: Promise<"over" | "stopped">;
  /** Does no further step. */
  end(): void;
}

/**
 * Begins a scenario. Each step is done at its time, and steps never overlap: one that takes long delays those after it.
 * A step that fails is reported and does not end the scenario.
 */
export function perform(options: {
  scenario: Scenario;
  stage: Stage;
  random: Random;
  onStep(report: StepReport): void;
}): Performance {
  const { scenario, stage, random, onStep } = options;
  const steps = scenario.steps(random);
  const beganAt = stage.clock.monotonicMs();
  const reports: StepReport[] = [];
  const due: Step[] = [];
  let isBusy = false;
  let ending: "over" | "stopped" | undefined;
  let cancel: Undo = () => {};
  let settle: (ending: "over" | "stopped") => void = () => {};
  const over = new Promise<"over" | "stopped">((resolve) => {
    settle = resolve;
  });

  function report(step: Step, end: StepEnd, fault?: unknown): void {
    const told = { scenario: scenario.name, atMs: step.atMs, says: end ?? step.says };
    reports.push(fault === undefined ? told : { ...told, fault: inWords(fault) });
    onStep(reports.at(-1)!);
  }

  function doDue(): void {
    while (!isBusy && due.length > 0) {
      const step = due.shift()!;
      try {
        const doing = step.do(stage);
        if (doing instanceof Promise) wait(step, doing);
        else report(step, doing);
      } catch (fault) {
        report(step, undefined, fault);
      }
    }
    if (ending !== undefined && !isBusy) settle(ending);
  }

  function wait(step: Step, doing: Promise<StepEnd>): void {
    isBusy = true;
    void doing
      .then(
        (end) => report(step, end),
        (fault) => report(step, undefined, fault),
      )
      .then(() => {
        isBusy = false;
        doDue();
      });
  }

  function schedule(index: number): void {
    const step = steps[index];
    const dueMs = step?.atMs ?? scenario.lengthMs;
    cancel = stage.clock.after(Math.max(0, beganAt + dueMs - stage.clock.monotonicMs()), () => {
      if (step === undefined) ending = "over";
      else {
        due.push(step);
        schedule(index + 1);
      }
      doDue();
    });
  }

  schedule(0);
  return {
    scenario,
    steps,
    beganMs: stage.clock.now(),
    reports,
    over,
    end() {
      if (ending !== undefined) return;
      ending = "stopped";
      cancel();
      due.length = 0;
      doDue();
    },
  };
}

const inWords = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));
