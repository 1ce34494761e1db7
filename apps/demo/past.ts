import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient, createRemoteWriter, type RemoteWriter } from "@mission-control/client";
import type { Clock } from "@mission-control/series";
import { type HistoryProgress, writeHistory } from "./history/write.ts";
import { knownStretches } from "./known.ts";
import { findStep, putView } from "./live/mission-control.ts";
import { makeOwnFolder } from "./live/own-folder.ts";
import { findMissionControl } from "./live/own-mission-control.ts";
import { rehearse } from "./rehearsal/rehearse.ts";
import { findScenario } from "./scenario/registry.ts";
import { mockProduction } from "./view/mock-production.ts";

/** Events may take so long to follow the samples. */
const EVENTS_MS = 60_000;
const FLUSH_MS = 100;

/** What a work that writes the past is given. */
export interface Surroundings {
  readonly clock: Clock;
  /** Where Mission Control's program is, for the case that none answers. */
  readonly program: string;
  /** Begins a long work's end. */
  readonly signal: AbortSignal;
  readonly onProgress: (words: string) => void;
}

/** What was written, and where it is seen. */
export interface Written {
  readonly words: string;
  readonly look: string;
}

/** Gives `work` what it takes to write the past of the Mission Control at `url`, and waits until all of it is there. */
async function withWriter(
  url: string,
  { clock, program }: Surroundings,
  work: (to: { writer: RemoteWriter; client: Client }) => Promise<string>,
): Promise<Written> {
  const missionControl = await findMissionControl({ url, clock, program });
  const folder = makeOwnFolder();
  const writer = createRemoteWriter({ url, clock });
  const client = createClient({ url, clock, spoolDir: join(folder, "events") });
  try {
    await putView(url, mockProduction);
    const words = await work({ writer, client });
    const untilMs = clock.monotonicMs() + EVENTS_MS;
    while (isWaiting(client) && clock.monotonicMs() < untilMs) {
      await client.flush();
      await new Promise<void>((resolve) => clock.after(FLUSH_MS, resolve));
    }
    const lost = faultsOf(client);
    if (lost !== "")
      throw new Error(`The samples were written, but ${lost}. Run it again: nothing counts twice.`);
    const wall = new URL(`/views/${mockProduction.slug}`, url).href;
    return { words, look: `Look at it: ${missionControl.isOwn ? "npm start, then open " : ""}${wall}` };
  } finally {
    await client.close();
    await writer.close();
    rmSync(folder, { recursive: true, force: true });
    await missionControl.stop();
  }
}

function isWaiting(client: Client): boolean {
  const { events, deploys } = client.status();
  return events.queued + deploys.queued > 0;
}

/** What of events and deploys did not arrive, in words; "" where all did. */
function faultsOf(client: Client): string {
  const { events, deploys } = client.status();
  const sum = (of: "queued" | "refused" | "dropped") => events[of] + deploys[of];
  const words = { queued: "did not arrive in time", refused: "were refused", dropped: "could not be kept" };
  return (["queued", "refused", "dropped"] as const)
    .filter((of) => sum(of) > 0)
    .map((of) => `${sum(of)} events and deploys ${words[of]}`)
    .join(", ");
}

/** Writes a history that ends now. @throws Error in words. */
export async function writeLongPast(
  options: { url: string; seed: string; lengthMs: number; rate?: number; stepMs?: number },
  surroundings: Surroundings,
): Promise<Written> {
  const { clock, signal, onProgress } = surroundings;
  const { url, ...wanted } = options;
  return withWriter(url, surroundings, async ({ writer, client }) => {
    const nowMs = clock.now();
    const written = await writeHistory({
      ...wanted,
      known: await knownStretches(url, nowMs - wanted.lengthMs, nowMs),
      clock,
      writer,
      telemetry: client,
      signal,
      onProgress: (progress) => onProgress(progressInWords(progress)),
    });
    const { samples, series, events, deploys, tookMs, isWhole } = written;
    if (isWhole && samples === 0) return "Nothing to write: there are figures of all that time already.";
    const what = `${samples} samples of ${series} series, ${events} events and ${deploys} deploys`;
    const span = `${day(written.fromMs)} to ${day(written.toMs)}`;
    return `${isWhole ? "Written" : "Stopped; written so far"}: ${what}, ${span}, in ${(tookMs / 1_000).toFixed(0)} s.`;
  });
}

/** Plays a scenario as if it had just happened, and writes what would have been seen. @throws Error in words. */
export async function writeRehearsal(
  options: { url: string; seed: string; scenario: string; lengthMs: number; rate: number },
  surroundings: Surroundings,
): Promise<Written> {
  const { clock, signal, onProgress } = surroundings;
  const { url, seed, lengthMs, rate } = options;
  const scenario = findScenario(options.scenario);
  return withWriter(url, surroundings, async ({ writer, client }) => {
    const endMs = clock.now();
    const [known] = await knownStretches(url, endMs - lengthMs, endMs);
    if (known !== undefined) {
      throw new Error(
        `Mission Control has figures of this company from ${minute(known.fromMs)} on, and a rehearsal would mix with them. ` +
          "Rehearse into an empty one: MISSION_CONTROL_DATA=./data-rehearsal npm start",
      );
    }
    const { samples, events, deploys, beganMs } = await rehearse({
      stepMs: await findStep(url),
      scenario,
      seed,
      lengthMs,
      rate,
      endMs,
      signal,
      onProgress: (share) => onProgress(`${Math.round(share * 100)} %`),
    });
    await writer.write(samples);
    for (const deploy of deploys) client.deploy(deploy);
    for (const event of events) client.event(event);
    const what = `${samples.values.length} samples, ${events.length} events and ${deploys.length} deploys`;
    return `${scenario.title}, as if it had begun at ${new Date(beganMs).toISOString()}: ${what}.`;
  });
}

const minute = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);
const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

function progressInWords({ share, samplesPerSecond, leftMs }: HistoryProgress): string {
  const left = leftMs < 90_000 ? `${Math.ceil(leftMs / 1_000)} s` : `${Math.ceil(leftMs / 60_000)} min`;
  return `${Math.round(share * 100)} %, ${Math.round(samplesPerSecond / 1_000)} k samples/s, ${left} left`;
}
