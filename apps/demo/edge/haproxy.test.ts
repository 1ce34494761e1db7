import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fasterClock, systemClock } from "@mission-control/series";
import { afterEach, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { startHaproxy } from "./haproxy.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

/** A program that takes HAProxy's commands and never deletes a server, as HAProxy does while connections are attached. */
function keepingProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), "keeping-"));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "haproxy");
  writeFileSync(
    program,
    `#!${process.execPath}
const { createServer } = require("node:net");
const { dirname, join } = require("node:path");
const stat = "# pxname,svname,scur,status,weight\\napi,api-1,0,DRAIN,30\\n";
const say = (line) =>
  line.startsWith("add server") ? "New server registered.\\n"
  : line.startsWith("del server") ? "Server still has connections attached to it, cannot remove it.\\n"
  : line.startsWith("show stat") ? stat : "\\n";
createServer((socket) => socket.on("data", (data) => socket.end(say(String(data)))))
  .listen(join(dirname(process.argv.at(-1)), "commands.sock"));
`,
    { mode: 0o755 },
  );
  return program;
}

it("says so where HAProxy does not let go of a server", async () => {
  const failures: string[] = [];
  const balancer = await startHaproxy({
    kind: "haproxy",
    program: keepingProgram(),
    clock: fasterClock(systemClock, 2),
    random: createRandom("keeping"),
    ports: { web: 0, api: 0 },
    syslog: { host: "127.0.0.1", port: 9 },
    onFailure: (error) => failures.push(error.message),
  });
  undo.push(balancer.stop);
  await balancer.add({ service: "api", name: "api-1", version: "v411", weight: 30, port: 9 });
  await balancer.remove("api-1");
  expect(failures).toEqual([expect.stringMatching(/^HAProxy keeps api\/api-1.*still has connections/)]);
});
