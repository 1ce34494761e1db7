import { parseArgs } from "node:util";
import { backtest } from "./backtest.ts";
import type { Bench } from "./ground/bench.ts";
import { keepResult } from "./ground/results.ts";
import { textOf } from "./ground/table.ts";
import { growth } from "./growth.ts";
import { horizonDraw } from "./horizon-draw.ts";
import { horizonTick } from "./horizon-tick.ts";
import { ingest } from "./ingest.ts";
import { query } from "./query.ts";
import { rules } from "./rules.ts";
import { stall } from "./stall.ts";
import { wallLoad } from "./wall-load.ts";
import { web } from "./web.ts";

/** All benchmarks, in the order in which they run. */
const benches = new Map<string, Bench>([
  ["horizon-tick", horizonTick],
  ["horizon-draw", horizonDraw],
  ["query", query],
  ["wall-load", wallLoad],
  ["stall", stall],
  ["growth", growth],
  ["ingest", ingest],
  ["rules", rules],
  ["backtest", backtest],
  ["web", web],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: "boolean", default: false },
    scale: { type: "string", default: "1" },
    keep: { type: "boolean", default: false },
  },
});
const names = positionals.length === 0 ? [...benches.keys()] : positionals;
const unknown = names.filter((name) => !benches.has(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${[...benches.keys()].join(", ")}.`);
  process.exit(1);
}
for (const name of names) {
  console.log(`\n## ${name}\n`);
  const found = await benches.get(name)!({ scale: Number(values.scale), full: values.full });
  const line = `${name}: ours ${found.ours}, peer ${found.peer}, ratio ${textOf(found.ratio)}`;
  console.log(`\n${found.table}\n\n${line}\n(target: ${found.target})`);
  if (values.keep) keepResult(name, { ...found, line });
}
process.exit(0);
