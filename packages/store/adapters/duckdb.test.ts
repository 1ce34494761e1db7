import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventStoreLaws, seriesStoreLaws } from "@mission-control/contracts/laws";
import { systemClock } from "@mission-control/series";
import { openHistory } from "./duckdb.ts";

async function makeHistory() {
  const dir = mkdtempSync(join(tmpdir(), "history-"));
  const history = await openHistory({ dir, clock: systemClock });
  return {
    history,
    async dispose() {
      await history.close();
      rmSync(dir, { recursive: true });
    },
  };
}

seriesStoreLaws("DuckDB", async () => {
  const { history, dispose } = await makeHistory();
  return { store: history.series, dispose };
});

eventStoreLaws("DuckDB", async () => {
  const { history, dispose } = await makeHistory();
  return { store: history.events, dispose };
});
