import type { SinkStatus, SourceStatus, Status } from "@mission-control/contracts";

/** Watches for what is wrong now and says it in words, with what to do. Numbers that only grow are wrong while they grow. */
export function problemsOf(now: {
  sources: readonly SourceStatus[];
  sinks: readonly SinkStatus[];
  spool: Status["spool"];
  stored: readonly string[];
}): Status["problems"] {
  const problems: Status["problems"] = [];
  for (const source of now.sources) {
    if (source.state === "failed") {
      problems.push({ code: "source_failed", message: `${source.name} is not working: ${source.error ?? "no reason given"}` });
    }
  }
  for (const message of now.stored) problems.push({ code: "store", message });
  if (now.spool.bytes > 0.8 * now.spool.maxBytes) {
    const used = Math.round((100 * now.spool.bytes) / now.spool.maxBytes);
    problems.push({
      code: "spool_filling",
      message: `The spool is ${used} % full: history does not keep up. When it is full, senders are answered 503. Check the disk.`,
    });
  }
  return problems;
}
