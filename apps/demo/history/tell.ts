import { ceilToStep, floorToStep, type Samples } from "@mission-control/series";
import { createRandom } from "../company/random.ts";
import { planTales } from "./calendar.ts";
import { createCompany } from "./company.ts";
import { generateSamples } from "./generate.ts";
import { complaintOf, createReports, type Report } from "./reports.ts";
import { playTales } from "./story.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What fails says so each so many ms. */
const COMPLAIN_MS = 60_000;
/** A request of remote write takes 100,000 samples: some 300 series, or 400 while a release goes out, at so many steps. */
const STEPS_AT_ONCE = 240;

/** A part of a history, in order of time. */
export interface Told {
  readonly samples: Samples;
  /** What was said in the time of these samples. */
  readonly reports: readonly Report[];
}

/**
 * A history of the company from `nowMs - lengthMs` to `nowMs`, part by part, the same for the same seed and times. It begins
 * to happen at the full day (or hour, where it is shorter than a day) before, so that the same seed on the same day tells of
 * the same time the same, however late it is: writing it twice changes nothing. `rate` is the requests a second at the
 * busiest time of day, as of the company that runs.
 */
export async function tellHistory(options: {
  lengthMs: number;
  nowMs: number;
  seed?: string;
  stepMs?: number;
  rate?: number;
}): Promise<{ fromMs: number; endMs: number; parts: Generator<Told, void, undefined> }> {
  const { lengthMs, nowMs, seed = "demo", stepMs = 10_000, rate = 40 } = options;
  const gridMs = lengthMs < DAY_MS ? HOUR_MS : DAY_MS;
  const fromMs = floorToStep(nowMs - lengthMs, stepMs);
  const endMs = floorToStep(nowMs, stepMs);
  const startMs = floorToStep(fromMs, gridMs);
  const plannedMs = ceilToStep(endMs, gridMs);
  const random = createRandom(seed);
  const tales = planTales({ random: random.fork("calendar"), startMs, endMs: plannedMs });
  const story = await playTales({ tales, startMs, endMs, seed });
  const company = createCompany({ random: random.fork("company"), nowMs: plannedMs, rate, stepMs });
  const complaints = createReports(`${seed}-complaint`);

  function complain(timeMs: number): void {
    if (timeMs % COMPLAIN_MS !== 0) return;
    for (const one of company.instances()) {
      const complaint = complaintOf(one);
      if (complaint !== undefined) complaints.event(timeMs, complaint);
    }
  }

  function* parts(): Generator<Told, void, undefined> {
    const planned = story.reports.filter((report) => report.timeMs > fromMs && report.timeMs <= endMs);
    let next = 0;
    const told = generateSamples({
      company,
      changes: story.changes,
      ...{ startMs, fromMs, endMs, stepMs, stepsAtOnce: STEPS_AT_ONCE, onStep: complain },
    });
    for (const samples of told) {
      const untilMs = samples.timesMs.at(-1)!;
      const reports = [...complaints.take()];
      for (; next < planned.length && planned[next]!.timeMs <= untilMs; next++) reports.push(planned[next]!);
      yield { samples, reports: reports.sort((one, other) => one.timeMs - other.timeMs) };
    }
  }

  return { fromMs, endMs, parts: parts() };
}
