// What start and test share: run a command, install when the lockfile changed, build when a source did.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamps = join(root, "node_modules", ".mission-control");

/** Ends with a clear message where Node is too old to run this. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Mission Control needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org`,
  );
  process.exit(1);
}

/**
 * For a script of npm: a SIGTERM ends npm and its shell but does not reach us. When they are gone, stop as if it had.
 */
export function stopWithParent(script) {
  if (process.env.npm_lifecycle_event !== script) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 250);
  watch.unref();
}

/** Runs a command in the project's folder. Resolves to its exit code and, where asked, what it printed. */
export function run(command, args, { capture = false, env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: capture ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    let output = "";
    const keep = (to) => (chunk) => {
      output += chunk;
      if (!quiet) to.write(chunk);
    };
    child.stdout?.on("data", keep(process.stdout));
    child.stderr?.on("data", keep(process.stderr));
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Says what long work is under way and how long it took. */
export async function step(title, work) {
  const startedAt = performance.now();
  process.stdout.write(`${title} …\n`);
  const result = await work();
  process.stdout.write(`${title}: done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return result;
}

/** The same wherever the project lies. */
function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(relative(root, file).replaceAll(sep, "/")).update(readFileSync(file));
  return hash.digest("hex");
}

function stamped(name, value) {
  const file = join(stamps, name);
  return existsSync(file) && readFileSync(file, "utf8") === value;
}

function stamp(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
}

/** Installs the locked packages unless they are there; tests need more of them than running does. */
export async function install({ forTests }) {
  const manifests = ["apps", "packages"].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(root, group, name, "package.json"))
      .filter((file) => existsSync(file)),
  );
  const wanted = hashOf([join(root, "package.json"), join(root, "package-lock.json"), ...manifests.sort()]);
  if (stamped("installed-all", wanted) || (!forTests && stamped("installed-to-run", wanted))) return;
  // npm would empty the folder that the link leads to, which is another checkout's.
  const folder = join(root, "node_modules");
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(
      `Packages are missing or others than the lockfile names, and ${folder} is a link to another folder, which installing would empty. Install where it leads to, or remove the link and run this again.`,
    );
    process.exit(1);
  }
  // What a developer installed by hand is not taken away again.
  const all = forTests || existsSync(join(root, "node_modules", "vitest"));
  await step(`Installing packages${all ? " (with those for tests)" : ""}`, async () => {
    const { code } = await run("npm", [
      "ci",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      ...(all ? [] : ["--omit=dev"]),
    ]);
    if (code !== 0) {
      console.error(
        "npm ci failed: the reason stands above. Check that the npm registry can be reached, then run this again.",
      );
      process.exit(code);
    }
  });
  stamp(all ? "installed-all" : "installed-to-run", wanted);
}

const BUILT_FROM = ["apps", "packages", "scripts", "vite.config.ts", "package-lock.json"];

function newestIn(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path)
    .filter((name) => name !== "node_modules" && name !== "dist")
    .reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), 0);
}

/** Builds the page and the server unless they are newer than everything they are made of. */
export async function build() {
  const newest = String(Math.max(...BUILT_FROM.map((path) => newestIn(join(root, path)))));
  const there = [
    "apps/bff/dist/main.js",
    "apps/agent/dist/main.js",
    "apps/demo/dist/instance.js",
    "apps/web/dist/index.html",
  ].every((file) => existsSync(join(root, file)));
  if (there && stamped("built", newest)) return;
  await step("Building", async () => {
    const { code } = await run(process.execPath, [join(root, "scripts", "build.mjs")]);
    if (code !== 0) {
      console.error("The build failed: the reason stands above.");
      process.exit(code);
    }
  });
  stamp("built", newest);
}
