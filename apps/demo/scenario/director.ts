import { createRandom } from "../company/random.ts";
import type { Scenario, Stage } from "../company/stage.ts";
import { type Performance, perform, type StepReport } from "./perform.ts";
import { createRecovery } from "./recovery.ts";

export type Director = ReturnType<typeof createDirector>;

/** Plays scenarios on a stage by the stage's clock, one at a time, always the same for the same seed. */
export function createDirector(options: {
  stage: Stage;
  seed: string;
  onStep?: (report: StepReport) => void;
}) {
  const { stage, seed, onStep = () => {} } = options;
  const recovery = createRecovery(stage);
  let latest: Performance | undefined;
  let isPlaying = false;
  let preparing: Scenario | undefined;
  /** Begins and stops come one after the other, however fast they are asked for. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  }

  async function clearStage(): Promise<void> {
    latest?.end();
    await latest?.over;
    await recovery.restore();
  }

  return {
    /**
     * Stops what is being played, brings the company back to how it started, and begins a scenario. Resolves once it has
     * begun; its `over` when it has ended.
     */
    play: (scenario: Scenario): Promise<Performance> =>
      inTurn(async () => {
        preparing = scenario;
        await clearStage().finally(() => {
          preparing = undefined;
        });
        const random = createRandom(seed).fork(scenario.name);
        const performance = perform({ scenario, stage: recovery.stage, random, onStep });
        latest = performance;
        isPlaying = true;
        void performance.over.then(() => {
          if (latest === performance) isPlaying = false;
        });
        return performance;
      }),
    /** Ends what is being played and brings the company back to how it started. */
    stop: (): Promise<void> => inTurn(clearStage),
    /** What is to be played once the company is back to how it started. */
    preparing: (): Scenario | undefined => preparing,
    /** What is being played. */
    playing: (): Performance | undefined => (isPlaying ? latest : undefined),
  };
}
