// `npm run conformance -- FOLDER`: runs Prometheus' own PromQL test files against our evaluator.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { install, root, run } from "./workspace.mjs";

await install({ forTests: false });
const folder = mkdtempSync(join(tmpdir(), "mission-control-conformance-"));
try {
  await build({
    absWorkingDir: root,
    entryPoints: ["packages/promql/conformance/main.ts"],
    outfile: join(folder, "main.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
  });
  const { code } = await run(process.execPath, [join(folder, "main.mjs"), ...process.argv.slice(2)]);
  process.exitCode = code;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
