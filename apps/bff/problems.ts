import type { SourceStatus, Status } from "@mission-control/contracts";

/** What is wrong now, in words, with what to do. */
export function problemsOf(now: {
  sources: readonly SourceStatus[];
  spool: Status["spool"];
  store: Status["problems"];
  drops: Status["problems"];
  stores: Status["problems"];
}): Status["problems"] {
  const problems: Status["problems"] = [];
  for (const source of now.sources) {
    if (source.state === "failed") {
      problems.push({
        code: "source_failed",
        message: `${source.name} is not working: ${source.error ?? "no reason given"}`,
      });
    }
  }
  problems.push(...now.store, ...now.stores, ...now.drops);
  if (now.spool.bytes > 0.8 * now.spool.maxBytes) {
    const used = Math.round((100 * now.spool.bytes) / now.spool.maxBytes);
    problems.push({
      code: "spool_filling",
      message: `The spool is ${used} % full: history does not keep up. When it is full, senders are answered 503. Check the disk.`,
    });
  }
  return problems;
}
