import { createHash } from "node:crypto";
import { findScenario } from "../scenario/registry.ts";
import { type Rehearsal, rehearse } from "./rehearse.ts";

/** A rehearsal that is short but has a deploy, a restart, failures and a load that changes in it. */
export const shortRehearsal = (seed: string): Promise<Rehearsal> =>
  rehearse({
    scenario: findScenario("canary"),
    seed,
    endMs: Date.UTC(2026, 4, 20, 12),
    lengthMs: 4 * 60_000,
    rate: 8,
  });

/** A sum over all of a rehearsal: its samples to the byte, its series, events, deploys and steps. */
export function digestOf({ samples, ...told }: Rehearsal): string {
  const hash = createHash("sha256");
  for (const column of [samples.refs, samples.timesMs, samples.values]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  const labels = samples.labels.map((one) => [...one]);
  return hash.update(JSON.stringify([labels, told])).digest("hex");
}

if (process.argv[2] === "--digest") process.stdout.write(digestOf(await shortRehearsal(process.argv[3]!)));
