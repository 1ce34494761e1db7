import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Deploy } from "@mission-control/contracts";
import { expect, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const agent = join(resolve(import.meta.dirname, ".."), "apps", "agent", "dist", "main.js");

/** Runs the deploy command as a script would; resolves to its exit code and what it said on stderr. */
function deploy(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [agent, "deploy", ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on("close", (code) => resolve({ code, said }));
  });
}

async function deploysOf(server: Running): Promise<Deploy[]> {
  const answer = await fetch(`${server.url}/api/deploys`);
  return ((await answer.json()) as { deploys: Deploy[] }).deploys;
}

test.describe("the deploy command", () => {
  const folder = temporaryFolder();
  let server: Running;
  let env: Record<string, string>;

  test.beforeAll(async () => {
    server = await start(join(folder.path, "data"));
    env = { MISSION_CONTROL_URL: server.url, DEPLOY_AUTHOR: "bolt", TMPDIR: folder.path };
  });
  test.afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  test("marks start, finish, failure and rollback with version, author and link", async () => {
    const link = "https://example.org/v412";
    for (const [name, version] of [
      ["start", "v412"],
      ["finish", "v412"],
      ["fail", "v413"],
      ["rollback", "v411"],
    ] as const)
      expect(await deploy(env, name, "api", version, "--link", link)).toEqual({ code: 0, said: "" });
    const marked = (await deploysOf(server)).filter((one) => one.service === "api");
    expect(marked.map(({ status, version, author, link: to }) => [status, version, author, to])).toEqual([
      ["started", "v412", "bolt", link],
      ["finished", "v412", "bolt", link],
      ["failed", "v413", "bolt", link],
      ["rolled_back", "v411", "bolt", link],
    ]);
  });

  test("marks DNS updates, cluster changes and provisioning in words", async () => {
    await deploy(env, "dns", "www.shop.example", "--from", "192.0.2.1", "--to", "192.0.2.2");
    await deploy(env, "cluster", "web", "--from", "3", "--to", "5");
    await deploy(env, "provision", "web-4", "--service", "web", "--status", "started");
    const marked = (await deploysOf(server)).filter((one) => one.kind !== "release");
    expect(marked.map(({ kind, status, title }) => [kind, status, title])).toEqual([
      ["dns", "finished", "www.shop.example 192.0.2.1 → 192.0.2.2"],
      ["cluster", "finished", "web from 3 to 5 instances"],
      ["provisioning", "started", "web-4 provisioned"],
    ]);
  });

  test("wraps a command: its exit code decides what is marked, and is passed on", async () => {
    const run = (code: number) =>
      deploy(env, "run", "shop", `v${code}`, "--", process.execPath, "-e", `process.exit(${code})`);
    expect((await run(0)).code).toBe(0);
    expect((await run(7)).code).toBe(7);
    const marked = (await deploysOf(server)).filter((one) => one.service === "shop");
    expect(marked.map(({ version, status }) => `${version} ${status}`)).toEqual([
      "v0 started",
      "v0 finished",
      "v7 started",
      "v7 failed",
    ]);
  });

  test("keeps a mark while Mission Control is away and sends it with the next one", async () => {
    const away = { ...env, MISSION_CONTROL_URL: "http://127.0.0.1:9" };
    const spool = ["--spool", join(folder.path, "marks")];
    expect(await deploy(away, "start", "late", "v1", ...spool)).toEqual({
      code: 0,
      said: expect.stringContaining("is kept"),
    });
    expect((await deploy(away, "start", "late", "v2", "--strict", ...spool)).code).toBe(1);
    expect((await deploy(env, "finish", "late", "v2", ...spool)).code).toBe(0);
    const marked = (await deploysOf(server)).filter((one) => one.service === "late");
    expect(marked.map(({ version, status }) => `${version} ${status}`)).toEqual([
      "v1 started",
      "v2 started",
      "v2 finished",
    ]);
  });

  test("keeps marks of releases that run at once, and sends all of them with the next one", async () => {
    const away = { ...env, MISSION_CONTROL_URL: "http://127.0.0.1:9" };
    const versions = ["v1", "v2", "v3", "v4", "v5", "v6"];
    const ends = await Promise.all(versions.map((version) => deploy(away, "start", "many", version)));
    expect(ends.map(({ code }) => code)).toEqual(versions.map(() => 0));
    expect(await deploy(env, "finish", "many", "v7")).toEqual({ code: 0, said: "" });
    const marked = (await deploysOf(server)).filter((one) => one.service === "many");
    expect(marked.map(({ version }) => version).sort()).toEqual([...versions, "v7"]);
  });

  test("sends a mark for which the disk has no place, and warns", async () => {
    const file = join(folder.path, "no-folder");
    writeFileSync(file, "");
    expect(await deploy(env, "start", "placeless", "v1", "--spool", file)).toEqual({
      code: 0,
      said: expect.stringContaining("could not have waited on disk"),
    });
    const marked = (await deploysOf(server)).filter((one) => one.service === "placeless");
    expect(marked).toHaveLength(1);
  });

  test("says what is wrong with a mark, and marks nothing", async () => {
    const before = (await deploysOf(server)).length;
    expect(await deploy(env, "start", "api", "v1", "--link", "javascript:alert(1)")).toEqual({
      code: 2,
      said: expect.stringContaining("link"),
    });
    expect(await deploy(env, "start", "api", "v1", "--time", "yesterday")).toEqual({
      code: 2,
      said: expect.stringContaining("time"),
    });
    expect((await deploy(env, "begin", "api")).code).toBe(1);
    expect(await deploysOf(server)).toHaveLength(before);
  });
});
