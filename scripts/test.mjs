// `npm test`: every check there is, each counted, with one closing line `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { build, checkNode, install, root, run } from "./workspace.mjs";

checkNode();
await install({ forTests: true });
await build();
const chromium = await findBrowser();

const bin = (name) => join(root, "node_modules", ".bin", name);
const reports = join(root, "test-results");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const total = { passed: 0, failed: 0 };
const summary = [];

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  summary.push(`${failed === 0 ? "ok  " : "FAIL"} ${name}: ${passed} passed, ${failed} failed`);
}

/** A check that is one result: it passed or it did not. */
async function check(name, command, args) {
  console.log(`\n== ${name}`);
  const { code } = await run(command, args);
  count(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
}

/** A test run that writes a JSON report: its own counts; a run that died without one, or fails beyond it, fails. */
async function suite(name, command, args, file, read, env = {}) {
  console.log(`\n== ${name}`);
  const { code } = await run(command, args, { env });
  const report = join(reports, file);
  if (!existsSync(report)) return count(name, 0, 1);
  const { passed, failed } = read(JSON.parse(readFileSync(report, "utf8")));
  count(name, passed, failed === 0 && (code !== 0 || passed === 0) ? 1 : failed);
}

await check("lint and format", bin("biome"), ["check", "--error-on-warnings", "."]);
await check("types", bin("tsc"), ["--noEmit"]);
await check("unused code", bin("knip"), ["--no-progress"]);
await suite(
  "unit",
  bin("vitest"),
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, "unit.json")}`],
  "unit.json",
  // A file that failed before any of its tests ran is a failure too.
  (report) => ({
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0)
        .length,
  }),
);
await suite(
  "end to end",
  bin("playwright"),
  ["test"],
  "e2e.json",
  // A flaky test is a failed one.
  ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
  {
    PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, "e2e.json"),
    ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
  },
);

console.log(`\n${summary.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
