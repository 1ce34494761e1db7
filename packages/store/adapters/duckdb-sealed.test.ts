import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seriesStoreLaws } from "@mission-control/contracts/laws";
import { systemClock } from "@mission-control/series";
import { openHistory } from "./duckdb.ts";

// Every second append is sealed, so that samples of each time lie in the table, in files, and in both.
seriesStoreLaws("DuckDB with days sealed between steps", async () => {
  const dir = mkdtempSync(join(tmpdir(), "history-"));
  const history = await openHistory({ dir, clock: systemClock });
  let appends = 0;
  return {
    store: {
      ...history.series,
      async append(samples) {
        await history.series.append(samples);
        if (appends++ % 2 !== 0) return;
        for (const { day } of await history.sealing.waiting(1_000_000)) await history.sealing.seal(day);
      },
    },
    async dispose() {
      await history.close();
      rmSync(dir, { recursive: true });
    },
  };
});
