import type { Client, RemoteWriter } from "@mission-control/client";
import { type Clock, labelsKey } from "@mission-control/series";
import { isWithin, outside, type Stretch } from "../known.ts";
import { tellHistory } from "./tell.ts";

/** Parts that are under way at once: one is being packed while others are on the way. */
const AT_ONCE = 3;

/** How far a history is written. */
export interface HistoryProgress {
  readonly samples: number;
  /** 0 to 1. */
  readonly share: number;
  readonly samplesPerSecond: number;
  readonly leftMs: number;
}

/** What was written, or, where it was stopped, what of it. */
export interface HistoryWritten {
  readonly fromMs: number;
  readonly toMs: number;
  readonly samples: number;
  readonly series: number;
  readonly events: number;
  readonly deploys: number;
  readonly tookMs: number;
  readonly isWhole: boolean;
}

/**
 * Writes a history that ends now, oldest first: samples by remote write, deploys and events by the client, all with their
 * times. It can be stopped by its signal and begun again: on the same day and with the same seed it writes the same.
 * @throws Error in words, where the server does not take it.
 */
export async function writeHistory(options: {
  lengthMs: number;
  seed?: string;
  stepMs?: number;
  rate?: number;
  /** When there are figures already: nothing is written there. */
  known?: readonly Stretch[];
  clock: Clock;
  writer: Pick<RemoteWriter, "write">;
  telemetry: Pick<Client, "event" | "deploy">;
  onProgress?: (progress: HistoryProgress) => void;
  signal?: AbortSignal;
}): Promise<HistoryWritten> {
  const { clock, writer, telemetry, known = [], onProgress = () => {}, signal } = options;
  const beganMs = clock.monotonicMs();
  const { fromMs, endMs, parts } = await tellHistory({ ...options, nowMs: clock.now() });
  const counted = { samples: 0, events: 0, deploys: 0 };
  const series = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let writtenMs = fromMs;

  for (const part of parts) {
    if (signal?.aborted) break;
    for (const report of part.reports) {
      if (isWithin(report.timeMs, known)) continue;
      if ("deploy" in report) telemetry.deploy(report.deploy);
      else telemetry.event(report.event);
      counted["deploy" in report ? "deploys" : "events"]++;
    }
    const untilMs = part.samples.timesMs.at(-1)!;
    const samples = outside(part.samples, known);
    if (samples.timesMs.length === 0) {
      writtenMs = Math.max(writtenMs, untilMs);
      continue;
    }
    for (const labels of samples.labels) series.add(labelsKey(labels));
    const writing = writer.write(samples).then(() => {
      counted.samples += samples.values.length;
      writtenMs = Math.max(writtenMs, untilMs);
      const tookMs = Math.max(1, clock.monotonicMs() - beganMs);
      const share = (writtenMs - fromMs) / (endMs - fromMs);
      const samplesPerSecond = (counted.samples * 1_000) / tookMs;
      onProgress({ samples: counted.samples, share, samplesPerSecond, leftMs: tookMs / share - tookMs });
    });
    underWay.add(writing);
    const settled = () => void underWay.delete(writing);
    writing.then(settled, settled);
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  return {
    ...counted,
    series: series.size,
    fromMs,
    toMs: writtenMs,
    tookMs: clock.monotonicMs() - beganMs,
    isWhole: writtenMs === endMs,
  };
}
