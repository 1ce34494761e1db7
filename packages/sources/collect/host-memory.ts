import type { MetadataList, Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

const fields = new Map([
  ["MemTotal", "Memory that the system can use."],
  ["MemFree", "Memory that nothing uses."],
  ["MemAvailable", "Memory that new programs could have without swapping."],
  ["Buffers", "Memory in buffers of block devices."],
  ["Cached", "Memory in the page cache."],
  ["Shmem", "Shared memory and tmpfs."],
  ["Dirty", "Memory that waits to be written to disk."],
  ["Slab", "Memory in the kernel's own structures."],
  ["SwapTotal", "Swap space."],
  ["SwapFree", "Swap space that nothing uses."],
]);

const nameOf = (field: string) => `node_memory_${field}_bytes`;

const memoryMetadata: MetadataList = [...fields].map(
  ([field, help]) => [nameOf(field), "gauge", help, "bytes"] as const,
);

/** /proc/meminfo. Kernels before 3.14 do not say what is available; then it is what is free, in buffers and cached. */
export function memoryReader(procRoot: string): Reader {
  return {
    name: "meminfo",
    metadata: memoryMetadata,
    read(put) {
      const bytes = new Map<string, number>();
      for (const [field = "", amount] of rowsOf(readProc(`${procRoot}/meminfo`))) {
        if (fields.has(field)) bytes.set(field, numberOf(amount) * 1024);
      }
      const of = (field: string) => bytes.get(field) ?? 0;
      if (!bytes.has("MemAvailable")) bytes.set("MemAvailable", of("MemFree") + of("Buffers") + of("Cached"));
      for (const [field, value] of bytes) put(nameOf(field), value);
    },
  };
}
