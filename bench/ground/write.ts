import { createRemoteWriter } from "@mission-control/client";
import type { Samples } from "@mission-control/series";
import type { Subject } from "./subjects.ts";

/** Writes all parts to each subject in turn, one request at a time as Prometheus takes no sample before another, and settles it. */
export async function writeAll(subjects: readonly Subject[], parts: () => Iterable<Samples>): Promise<void> {
  for (const subject of subjects) {
    const startMs = performance.now();
    const writer = createRemoteWriter({ url: subject.url, maxInFlight: 1 });
    let count = 0;
    for (const part of parts()) {
      await writer.write(part);
      count += part.values.length;
    }
    await writer.close();
    await subject.settle();
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    console.log(`${subject.name}: ${count.toLocaleString("en")} samples written in ${seconds} s`);
  }
}
