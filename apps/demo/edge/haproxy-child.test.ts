import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { freePort } from "../company/http-listener.ts";
import { findHaproxy, startChild } from "./haproxy-child.ts";
import { haproxyConfig } from "./haproxy-config.ts";

const program = await findHaproxy();

/** A folder with a configuration that HAProxy can run on. */
async function folderOf(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "balancer-test-"));
  const socket = join(folder, "commands.sock");
  const ports = { web: await freePort(0, "web", "port"), api: await freePort(0, "api", "port") };
  const config = haproxyConfig({ ports, syslog: { host: "::1", port: 9 }, socket });
  writeFileSync(join(folder, "haproxy.cfg"), config);
  return folder;
}

const isUp = (folder: string) => existsSync(join(folder, "commands.sock"));

describe.skipIf(program === undefined)("HAProxy as a child", () => {
  it("ends when it is asked to, and leaves nothing behind", async () => {
    const folder = await folderOf();
    const child = startChild(program!, folder);
    await expect.poll(() => isUp(folder), { timeout: 5_000 }).toBe(true);
    await child.end();
    expect(existsSync(folder)).toBe(false);
  });

  it("says why where it cannot start", async () => {
    const folder = await folderOf();
    writeFileSync(join(folder, "haproxy.cfg"), "nonsense\n");
    const child = startChild(program!, folder);
    await child.ended;
    await expect.poll(child.words, { timeout: 5_000 }).toContain("nonsense");
  });

  it("ends when its parent is killed", async () => {
    const folder = await folderOf();
    const bundled = await build({
      entryPoints: [fileURLToPath(new URL("haproxy-child.ts", import.meta.url))],
      bundle: true,
      write: false,
      platform: "node",
      format: "esm",
    });
    const script = `${bundled.outputFiles[0]!.text}
      startChild(${JSON.stringify(program)}, ${JSON.stringify(folder)});
      setInterval(() => {}, 1_000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
    try {
      await expect.poll(() => isUp(folder), { timeout: 10_000 }).toBe(true);
    } finally {
      parent.kill("SIGKILL");
    }
    await once(parent, "exit");
    await expect.poll(() => existsSync(folder), { timeout: 5_000 }).toBe(false);
  });
});
