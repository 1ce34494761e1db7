import { setImmediate as nextTurn } from "node:timers/promises";
import type { MetricMetadata } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { createBadLines } from "../listen/bad-lines.ts";
import type { Collector, Reader } from "./collector.ts";
import { createLabelCache } from "./label-cache.ts";

const utf8 = new TextEncoder();
/** What reading gives where the system lacks something: no such file, switched off, not allowed. */
const ABSENT = new Set(["ENOENT", "ENOTDIR", "EOPNOTSUPP", "ENOTSUP", "EACCES", "EPERM"]);

/** A collector of readers, each isolated from the others, that lets other work run between them. */
export function createCollector(options: {
  clock: Clock;
  name: string;
  address: string;
  labels: Readonly<Record<string, string>>;
  readers: readonly Reader[];
}): Collector {
  const { clock, readers } = options;
  const labelsFor = createLabelCache(options.labels);
  const bad = createBadLines();
  let received = 0;
  let lastReceivedMs: number | null = null;
  let reading = false;

  function fail(reader: Reader, error: unknown): void {
    const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
    if (reader.optional === true && ABSENT.has(code)) return;
    const name = utf8.encode(reader.name);
    bad.add(clock.now(), name, 0, name.length, error instanceof Error ? error.message : String(error));
  }

  return {
    async collect(timeMs, add) {
      if (reading) return;
      reading = true;
      for (const reader of readers) {
        try {
          await reader.read((name, value, labels, atMs = timeMs) => {
            if (!Number.isFinite(value)) return;
            received++;
            add(labelsFor(name, labels), atMs, value);
          }, timeMs);
        } catch (error) {
          fail(reader, error);
        }
        await nextTurn();
      }
      lastReceivedMs = clock.now();
      reading = false;
    },
    metadata: () => metadataOf(readers),
    status: () => ({
      name: options.name,
      address: options.address,
      state: "collecting",
      received,
      rejected: bad.total,
      lastReceivedMs,
      bad: bad.last(),
    }),
  };
}

function metadataOf(readers: readonly Reader[]): Map<string, MetricMetadata> {
  const all = new Map<string, MetricMetadata>();
  for (const reader of readers) {
    for (const [name, type, help, unit = ""] of reader.metadata) all.set(name, { type, help, unit });
  }
  return all;
}
