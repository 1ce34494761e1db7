import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";

const file = join(resolve(process.env.BENCH_ROOT ?? "."), "bench", "RESULTS.md");
const HEAD = `# Benchmarks: the latest results

\`npm run bench -- --keep\` runs them all and writes this file, \`npm run bench -- NAME\` one. Peers are started in the same run on the same work; on shared machines the ratios mean something, the absolute figures little.
`;

/** Puts a result into bench/RESULTS.md in place of the one before, with the machine and the commit. */
export function keepResult(name: string, found: { table: string; line: string; target: string }): void {
  const known = existsSync(file) ? readFileSync(file, "utf8") : HEAD;
  const sections = known.split(/^(?=## )/m).filter((part) => !part.startsWith(`## ${name}\n`));
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), Node ${process.versions.node}, commit ${commit}, ${day}`;
  const section = `## ${name}\n\n${found.table}\n\n\`${found.line}\` (target: ${found.target})\n\n${machine}\n`;
  writeFileSync(file, `${[...sections.map((part) => part.trimEnd()), section.trimEnd()].join("\n\n")}\n`);
}
