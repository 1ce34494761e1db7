import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Worker } from "node:worker_threads";
import { probeSchema } from "@mission-control/contracts";
import { systemClock } from "@mission-control/series";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { builtWorker } from "../evaluate/built-worker.ts";
import { createProbeThread } from "./probe-thread.ts";

let built: Awaited<ReturnType<typeof builtWorker>>;
beforeAll(async () => {
  built = await builtWorker("probes/probe-worker.ts");
});
afterAll(() => built.remove());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server on a thread of its own, which counts its answers where this thread can see them without hearing anything. */
async function serve() {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    const { parentPort, workerData: answered } = require("node:worker_threads");
    const server = require("node:http").createServer((_, response) => {
      response.end("well");
      response.once("close", () => {
        Atomics.add(answered, 0, 1);
        Atomics.notify(answered, 0);
      });
    });
    server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
  `;
  const worker = new Worker(code, { eval: true, workerData: answered });
  closing.push(() => worker.terminate());
  const [port] = (await once(worker, "message")) as [number];
  return { answered, probe: probeOf(`http://127.0.0.1:${port}/`) };
}

const probeOf = (url: string) => probeSchema.parse({ slug: "shop", name: "Shop", kind: "http", url });

function threadFor(allow: string[]) {
  const thread = createProbeThread({ file: built.file, clock: systemClock, allow });
  closing.push(() => thread.close());
  return thread;
}

describe("checks on a thread of their own", () => {
  it("go on while this one is busy", async () => {
    const { answered, probe } = await serve();
    const { check } = threadFor(["127.0.0.1"]);
    expect(await check(probe)).toMatchObject({ ok: true, words: "answered with 200", bytes: 4 });
    const second = check(probe);
    // Nothing of this thread runs until the server has answered, or ever.
    expect(Atomics.wait(answered, 0, 1, 15_000)).not.toBe("timed-out");
    expect((await second).ok).toBe(true);
  });

  it("go where the operator allows, and nowhere else inside", async () => {
    const { check } = threadFor([]);
    expect((await check(probeOf("http://127.0.0.1:1/"))).words).toContain("address blocked by policy");
  });

  it("end with the thread, and say so", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    closing.push(() => server.close());
    await once(server, "listening");
    const { check, close } = threadFor(["127.0.0.1"]);
    const asked = check(probeOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
    await once(server, "connection");
    await close();
    const words = expect.stringContaining("it could not be checked");
    expect(await asked).toMatchObject({ ok: false, words });
  });
});
