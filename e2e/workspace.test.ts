import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "workspace-"));
  folders.push(folder);
  return folder;
}

/** A checkout that holds what installing looks at, with an `npm` that notes that it was called. */
function checkout(): { folder: string; install(): { code: number | null; said: string } } {
  const folder = newFolder();
  for (const name of ["apps", "packages", "scripts", "bin"]) mkdirSync(join(folder, name));
  for (const name of ["package.json", "package-lock.json"]) writeFileSync(join(folder, name), "{}");
  cpSync(join(root, "scripts", "workspace.mjs"), join(folder, "scripts", "workspace.mjs"));
  const main = "import { install } from './workspace.mjs'; await install({ forTests: true });";
  writeFileSync(join(folder, "scripts", "main.mjs"), main);
  writeFileSync(join(folder, "bin", "npm"), "#!/bin/sh\necho npm is called\n", { mode: 0o755 });
  const install = () => {
    const env = { ...process.env, PATH: `${join(folder, "bin")}:/usr/bin:/bin` };
    const options = { env, encoding: "utf8", timeout: 30_000 } as const;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, "scripts", "main.mjs")],
      options,
    );
    return { code: status, said: stdout + stderr };
  };
  return { folder, install };
}

it("where node_modules is a link to another folder nothing is installed, as that would empty it", () => {
  const { folder, install } = checkout();
  const elsewhere = newFolder();
  writeFileSync(join(elsewhere, "a-package"), "");
  symlinkSync(elsewhere, join(folder, "node_modules"));
  const { code, said } = install();
  expect(code).toBe(1);
  expect(said).toContain("is a link to another folder");
  expect(said).not.toContain("npm is called");
  expect(readdirSync(elsewhere)).toEqual(["a-package"]);
});

it("packages that were installed for the same lockfile serve another checkout, wherever it lies", () => {
  const [one, other] = [checkout(), checkout()];
  expect(one.install().said).toContain("npm is called");
  expect(one.install()).toEqual({ code: 0, said: "" });
  symlinkSync(join(one.folder, "node_modules"), join(other.folder, "node_modules"));
  expect(other.install()).toEqual({ code: 0, said: "" });
  writeFileSync(join(other.folder, "package-lock.json"), '{"lockfileVersion":3}');
  expect(other.install().code).toBe(1);
});
