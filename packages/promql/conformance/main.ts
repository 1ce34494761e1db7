/**
 * Runs a folder of Prometheus' own PromQL test files: `main FOLDER [NAME...]`. Prints each failure, a line for each file
 * and at last `N passed, N failed, N skipped`; exits 1 where any failed.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runScript } from "./run.ts";

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: main FOLDER [NAME...]");

const total = { passed: 0, failed: 0, skipped: 0 };
const files = (await readdir(folder)).filter((file) => file.endsWith(".test")).sort();
for (const file of files) {
  if (names.length > 0 && !names.some((name) => file.startsWith(name))) continue;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { line, query, result, reason } of await runScript(await readFile(join(folder, file), "utf8"))) {
    counts[result]++;
    total[result]++;
    if (result === "failed") process.stdout.write(`${file}:${line}: ${query}\n    ${reason}\n`);
  }
  process.stdout.write(
    `${file}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
  );
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
