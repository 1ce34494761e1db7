import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, createRemoteWriter } from "@mission-control/client";
import { decodeWriteRequest, unpackSnappy } from "@mission-control/contracts/remote-write";
import { labelsKey, systemClock } from "@mission-control/series";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type HistoryProgress, writeHistory } from "./write.ts";

const HOUR_MS = 3_600_000;
const nowMs = Date.UTC(2026, 4, 22, 15, 4, 5);
/** The machine's clock, but for the time of day. */
const clock = { ...systemClock, now: () => nowMs };

let server: Server;
let url: string;
let folder: string;
/** What the server was told, as often as it was told it. */
let samples: Map<string, number>;
let ids: string[];
let requests: { fromMs: number; toMs: number }[];

async function bodyOf(request: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

beforeEach(async () => {
  [samples, ids, requests] = [new Map(), [], []];
  folder = mkdtempSync(join(tmpdir(), "history-"));
  server = createServer((request, answer) => {
    void bodyOf(request).then((body) => {
      if (request.url === "/api/v1/write") take(body);
      else ids.push(...[JSON.parse(body.toString())].flat().map(({ id }: { id: string }) => id));
      answer.writeHead(200, { "content-type": "application/json" }).end('{"accepted":1,"id":"1","ids":[]}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

function take(body: Uint8Array): void {
  const unpacked = unpackSnappy(body, 20_000_000);
  if (!(unpacked instanceof Uint8Array)) throw new Error("not packed");
  const decoded = decodeWriteRequest(unpacked, 1);
  if ("code" in decoded) throw new Error(decoded.message);
  const { labels, refs, timesMs, values } = decoded.samples;
  const keys = labels.map(labelsKey);
  for (const [i, ref] of refs.entries()) samples.set(`${keys[ref]} ${timesMs[i]}`, values[i]!);
  requests.push({ fromMs: Math.min(...timesMs), toMs: Math.max(...timesMs) });
}

async function write(
  options: { signal?: AbortSignal; onProgress?: (progress: HistoryProgress) => void } = {},
) {
  const writer = createRemoteWriter({ url });
  const client = createClient({ url, spoolDir: join(folder, String(ids.length)), clock });
  try {
    return await writeHistory({
      lengthMs: 3 * HOUR_MS,
      stepMs: 10_000,
      clock,
      writer,
      telemetry: client,
      ...options,
    });
  } finally {
    await client.flush();
    await client.close();
    await writer.close();
  }
}

describe("writing a history", () => {
  it("brings every sample and report to the server, oldest first, and says so", async () => {
    const shares: number[] = [];
    const written = await write({ onProgress: ({ share }) => shares.push(share) });
    expect(written).toMatchObject({ isWhole: true, samples: samples.size, toMs: nowMs - 5_000 });
    expect(written.fromMs).toBe(nowMs - 5_000 - 3 * HOUR_MS);
    expect(samples.size).toBeGreaterThan(280 * 3 * 360);
    expect(ids).toHaveLength(written.events + written.deploys);
    expect(new Set(ids).size).toBe(ids.length);
    expect(shares.at(-1)).toBe(1);
    const begins = requests.map(({ fromMs }) => fromMs);
    // Two are on the way at a time.
    expect(begins.filter((fromMs, i) => fromMs < (begins[i - 2] ?? 0))).toEqual([]);
    expect(begins.length).toBeGreaterThan(4);
  });

  it("is stopped by its signal, and brings the same when it is begun again", async () => {
    const stop = new AbortController();
    const stopped = await write({ signal: stop.signal, onProgress: () => stop.abort() });
    expect(stopped.isWhole).toBe(false);
    expect(stopped.samples).toBe(samples.size);
    const before = new Map(samples);
    const whole = await write();
    expect(whole.isWhole).toBe(true);
    expect(whole.samples).toBe(samples.size);
    expect(samples.size).toBeGreaterThan(before.size);
    expect([...before].filter(([key, value]) => samples.get(key) !== value)).toEqual([]);
  });

  it("fails in words where the server refuses", async () => {
    server.removeAllListeners("request");
    server.on("request", (_, answer) => answer.writeHead(400).end('{"detail":"no such thing"}'));
    await expect(write()).rejects.toThrow("the server refused samples: no such thing");
  });
});
