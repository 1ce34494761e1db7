import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeWriteRequest, unpackSnappy } from "@mission-control/contracts/remote-write";
import { createSamplesBuilder, manualClock, metric, type Samples, samplesOf } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRemoteWriter } from "./remote-writer.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

/** A server that keeps the samples of each request and answers as it is told; 204 where it is told nothing. */
async function listen(answers: ((response: ServerResponse) => void)[] = []) {
  const requests: { headers: IncomingMessage["headers"]; url: string | undefined; samples: Samples }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = unpackSnappy(Buffer.concat(chunks), 20 * 2 ** 20);
    const decoded = decodeWriteRequest("code" in bytes ? new Uint8Array() : bytes, 1);
    if ("code" in decoded) throw new Error(decoded.message);
    requests.push({ headers: request.headers, url: request.url, samples: decoded.samples });
    const answer = answers.shift() ?? ((to: ServerResponse) => to.writeHead(204).end());
    answer(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => server.close());
  undo.push(() => server.closeAllConnections());
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = "") =>
  (to: ServerResponse) =>
    void to.writeHead(code, headers).end(body);
const up = samplesOf([{ labels: metric("up"), timeMs: 1_000, value: 1 }]);

function manySamples(count: number): Samples {
  const builder = createSamplesBuilder();
  const refs = ["a", "b"].map((job) => builder.ref(metric("m", { job })));
  for (let i = 0; i < count; i++) builder.add(refs[i % 2]!, i, i / 3);
  return builder.take();
}

describe("a remote writer", () => {
  it("sends what Prometheus would, and resolves when the server has it", async () => {
    const { requests, url } = await listen();
    await createRemoteWriter({ url: `${url}/`, clock: manualClock() }).write(up);
    expect(requests).toMatchObject([{ url: "/api/v1/write", samples: up }]);
    expect(requests[0]!.headers).toMatchObject({
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    });
  });

  it("cuts much into requests of a bounded size, of which at most so many are under way", async () => {
    const open: ServerResponse[] = [];
    const hold = (to: ServerResponse) => void open.push(to);
    const { requests, url } = await listen([hold, hold, hold, hold, hold]);
    const writing = createRemoteWriter({ url, clock: manualClock(), maxInFlight: 2 }).write(
      manySamples(210_000),
    );
    for (let answered = 0; answered < 5; answered++) {
      await vi.waitFor(() => expect(open.length).toBe(Math.min(5, answered + 2)), { timeout: 10_000 });
      open[answered]!.writeHead(204).end();
    }
    await writing;
    const counts = requests.map(({ samples }) => samples.refs.length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(210_000);
    expect(Math.max(...counts)).toBeLessThanOrEqual(50_000);
  });

  it("waits as long as it is told, and sends the same again", async () => {
    const { requests, url } = await listen([status(503, { "Retry-After": "7" })]);
    const clock = manualClock();
    const waits: number[] = [];
    const after = (ms: number, fn: () => void) => {
      // Its own limit for an answer is a timer too; only the wait is turned forward.
      if (ms < 60_000) waits.push(ms);
      return clock.after(ms, fn);
    };
    const writing = createRemoteWriter({ url, clock: { ...clock, after } }).write(up);
    await vi.waitFor(() => expect(waits).toEqual([7_000]));
    clock.advance(6_999);
    expect(requests).toHaveLength(1);
    clock.advance(1);
    await writing;
    expect(requests.map(({ samples }) => samples)).toEqual([up, up]);
  });

  it("asks a server that is away again, ever more seldom, and says at last that it is", async () => {
    const clock = manualClock();
    const waits: number[] = [];
    const after = (ms: number, fn: () => void) => {
      const stop = clock.after(ms, fn);
      if (ms < 60_000) {
        waits.push(ms);
        queueMicrotask(() => clock.advance(ms));
      }
      return stop;
    };
    // Port 1 is nobody's.
    const writer = createRemoteWriter({ url: "http://127.0.0.1:1", clock: { ...clock, after } });
    await expect(writer.write(up)).rejects.toThrow(/took no samples for 300 s: .*(ECONNREFUSED|bad port)/);
    expect(waits.slice(0, 9)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(waits.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(300_000);
  });

  it("gives the server's reason where samples are refused, and does not send them again", async () => {
    const problem = JSON.stringify({
      detail: "1 sample refused; nothing kept.",
      errors: [{ code: "too_far_ahead", path: "up", message: "the time lies in the future" }],
    });
    const { requests, url } = await listen([status(400, {}, problem), status(413, {}, "<h1>Too big</h1>")]);
    const { write } = createRemoteWriter({ url, clock: manualClock() });
    await expect(write(up)).rejects.toThrow(
      "the server refused samples: 1 sample refused; nothing kept. First: up: the time lies in the future",
    );
    await expect(write(up)).rejects.toThrow("413 <h1>Too big</h1>");
    expect(requests).toHaveLength(2);
  });

  it("once closed takes nothing more, has its answers, and has given up what was to be sent again", async () => {
    const open: ServerResponse[] = [];
    const { url } = await listen([status(503), (to) => void open.push(to)]);
    let waiting = 0;
    const clock = manualClock();
    const after = (ms: number, fn: () => void) => {
      if (ms < 60_000) waiting++;
      return clock.after(ms, fn);
    };
    const writer = createRemoteWriter({ url, clock: { ...clock, after } });
    const refused = writer.write(up).catch((error: Error) => error.message);
    await vi.waitFor(() => expect(waiting).toBe(1));
    const underWay = writer.write(up);
    await vi.waitFor(() => expect(open).toHaveLength(1));
    const closing = writer.close();
    await expect(refused).resolves.toMatch(/closed while it tried again/);
    open[0]!.writeHead(204).end();
    await Promise.all([underWay, closing]);
    await expect(writer.write(up)).rejects.toThrow("the writer is closed");
  });
});
