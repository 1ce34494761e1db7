import { createServer } from "node:net";
import { systemClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createCheck } from "./check.ts";
import { listening, lookupHere, probeOf } from "./loopback-for-tests.ts";

const check = createCheck({ clock: systemClock, lookup: lookupHere });

describe("a check of a port", () => {
  it("is good where something listens, and says nothing to it", async () => {
    let said = 0;
    const server = createServer((socket) => {
      socket.on("data", ({ length }) => {
        said += length;
      });
      socket.resume();
    });
    const port = await listening(server);
    const closed = new Promise<void>((resolve) =>
      server.once("connection", (of) => of.once("close", resolve)),
    );
    const result = await check(probeOf({ kind: "tcp", host: "db.example.org", port }));
    expect(result).toMatchObject({
      ok: true,
      words: `connected to 127.0.0.1:${port}`,
      status: null,
      bytes: null,
    });
    expect(Object.keys(result.phasesMs)).toEqual(["resolve", "connect"]);
    await closed;
    expect(said).toBe(0);
    await new Promise((resolve) => server.close(resolve));
    expect((await check(probeOf({ kind: "tcp", host: "127.0.0.1", port }))).words).toBe("connection refused");
  });
});
