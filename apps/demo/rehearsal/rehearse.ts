import { floorToStep } from "@mission-control/series";
import { createRandom } from "../company/random.ts";
import type { Scenario } from "../company/stage.ts";
import { createDirector } from "../scenario/director.ts";
import type { StepReport } from "../scenario/perform.ts";
import { openCompany } from "./company.ts";
import { createRecorder, type Recording } from "./recorder.ts";
import { createVirtualClock } from "./virtual-clock.ts";

/** The company runs so long before a scenario begins, so that there is something to compare it with. */
const LEAD_MS = 5 * 60_000;

/** What Mission Control would have kept of the whole time, and what the scenario did. */
export interface Rehearsal extends Recording {
  readonly fromMs: number;
  readonly toMs: number;
  /** When the scenario began, ms since the epoch. */
  readonly beganMs: number;
  readonly steps: readonly StepReport[];
}

/**
 * Plays a scenario with the company's real parts on a clock that does not wait: the same seed and options give the same
 * samples and events, to the byte. It lasts `lengthMs` up to `endMs` (cut to whole steps); the scenario begins `leadMs` after the
 * start: 5 minutes, or a quarter of the whole where that is less. `rate` is the requests a second at the edge.
 * @throws the signal's reason where it is aborted.
 */
export async function rehearse(options: {
  scenario: Scenario;
  endMs: number;
  seed?: string;
  lengthMs?: number;
  rate?: number;
  stepMs?: number;
  leadMs?: number;
  /** Ends it early. */
  signal?: AbortSignal;
  onProgress?: (share: number) => void;
}): Promise<Rehearsal> {
  const { scenario, seed = "demo", lengthMs = 40 * 60_000, rate = 20, stepMs = 5_000 } = options;
  const toMs = floorToStep(options.endMs, stepMs);
  const fromMs = floorToStep(toMs - lengthMs, stepMs);
  const leadMs = floorToStep(options.leadMs ?? Math.min(LEAD_MS, (toMs - fromMs) / 4), stepMs);
  const clock = createVirtualClock(fromMs);
  const recorder = createRecorder({ clock, name: `rehearsal-${scenario.name}-${seed}-${fromMs}` });
  const company = openCompany({ clock, random: createRandom(seed), recorder, rate });
  const steps: StepReport[] = [];
  const director = createDirector({ stage: company.stage, seed, onStep: (report) => steps.push(report) });

  company.start();
  recorder.seal(fromMs);
  let hasBegun = false;
  for (let ms = stepMs; ms <= toMs - fromMs; ms += stepMs) {
    if (!hasBegun && ms > leadMs) {
      hasBegun = true;
      await director.play(scenario);
    }
    options.signal?.throwIfAborted();
    await clock.runUntil(ms);
    recorder.seal(fromMs + ms);
    options.onProgress?.(ms / (toMs - fromMs));
  }
  company.close();
  return { ...recorder.take(), fromMs, toMs, beganMs: fromMs + leadMs, steps };
}
