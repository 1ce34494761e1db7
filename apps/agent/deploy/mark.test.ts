import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@mission-control/series";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markDeploy } from "./mark.ts";

const undo: (() => unknown)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agent-mark-"));
  undo.push(() => rmSync(folder, { recursive: true }));
});
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

// Port 1 is nobody's.
const away = "http://127.0.0.1:1";

/** A server that remembers what is marked, and answers with one status. */
async function listen(status = 201) {
  const versions: string[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const { version, time } = JSON.parse(Buffer.concat(pieces).toString());
      versions.push(`${request.url} ${version} ${time}`);
      response.writeHead(status).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { versions, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const markAt = (url: string, version: string, spoolDir: string) =>
  markDeploy({ service: "api", version, time: 7 }, { url, spoolDir, clock: systemClock });

describe("a mark", () => {
  it("that was kept goes with the next one, however many were kept at once", async () => {
    const spoolDir = join(folder, "marks");
    const versions = Array.from({ length: 6 }, (_, i) => `v${i}`);
    const kept = await Promise.all(versions.map((version) => markAt(away, version, spoolDir)));
    expect(kept).toEqual(versions.map(() => ({ outcome: "kept" })));
    const server = await listen();
    expect(await markAt(server.url, "v6", spoolDir)).toEqual({ outcome: "sent" });
    expect([...server.versions].sort()).toEqual([...versions, "v6"].map((v) => `/api/deploys ${v} 7`));
    expect(readdirSync(spoolDir)).toEqual([]);
  });

  describe("for which the disk has no place", () => {
    let spoolDir: string;
    beforeEach(() => {
      spoolDir = join(folder, "file");
      writeFileSync(spoolDir, "");
    });

    it("is sent all the same, with a warning", async () => {
      const { url, versions } = await listen();
      expect(await markAt(url, "v1", spoolDir)).toEqual({
        outcome: "sent",
        warning: expect.stringContaining(`spoolDir ${spoolDir} cannot be written`),
      });
      expect(versions).toEqual(["/api/deploys v1 7"]);
    });

    it("is lost where Mission Control is away too", async () => {
      expect(await markAt(away, "v1", spoolDir)).toEqual({
        outcome: "lost",
        message: expect.stringMatching(/is away, and the mark cannot wait: spoolDir .* cannot be written/),
      });
    });

    it("says so when it is refused", async () => {
      const { url } = await listen(400);
      expect(await markAt(url, "v1", spoolDir)).toMatchObject({ outcome: "refused" });
    });
  });
});
