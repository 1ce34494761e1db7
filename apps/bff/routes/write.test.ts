import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Problem } from "@mission-control/contracts";
import {
  encodeWriteRequest,
  encodeWriteRequestV2,
  packSnappy,
} from "@mission-control/contracts/remote-write";
import { createPipeline, createRecent } from "@mission-control/pipeline";
import { metric, type Samples, samplesOf, systemClock } from "@mission-control/series";
import { createRemoteWrite } from "@mission-control/sources";
import { openSpool } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { writeRoutes } from "./write.ts";

const undo: (() => unknown)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

const clock = systemClock;
const nowMs = clock.now();
const point = (name: string, timeMs = nowMs) => ({ labels: metric(name), timeMs, value: 1 });

/** The route on a real spool and a real pipeline. */
function open({ maxBytes = 100_000_000, maxSeries = 1_000 } = {}) {
  const dir = mkdtempSync(join(tmpdir(), "write-"));
  const spool = openSpool({ dir, clock, maxBytes });
  undo.push(() => rmSync(dir, { recursive: true }), spool.close);
  const recent = createRecent({ clock, keepMs: 3_600_000, stepMs: 5_000 });
  const pipeline = createPipeline({ clock, spool, recent, sinks: [], maxSeries });
  const remoteWrite = createRemoteWrite({
    clock,
    register: pipeline.metadata.register,
    maxMetrics: maxSeries,
  });
  const accept = (samples: Samples) => pipeline.acceptSamples(samples, { acknowledged: true });
  const app = new Hono();
  app.onError(problemHandler(pino({ level: "silent" })));
  app.route("/write", writeRoutes({ remoteWrite, accept }));
  const post = (body: Uint8Array | ReadableStream<Uint8Array>, headers: Record<string, string> = {}) =>
    app.request("/write", {
      method: "POST",
      // Its types do not know this word of fetch's.
      ...{ duplex: "half" },
      body: body as BodyInit,
      headers: { "Content-Type": "application/x-protobuf", "Content-Encoding": "snappy", ...headers },
    });
  return { post, spool, pipeline, remoteWrite };
}

const one = (...points: Parameters<typeof samplesOf>[0][]) =>
  packSnappy(encodeWriteRequest(samplesOf(points.flatMap((each) => [...each]))));
const two = { "Content-Type": "application/x-protobuf;proto=io.prometheus.write.v2.Request" };

describe("POST /api/v1/write", () => {
  it("answers 204 once the samples are on disk", async () => {
    const { post, spool } = open();
    const answer = await post(one([point("a"), point("b", nowMs - 30 * 86_400_000)]));
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(spool.read(0, 10).map(({ samples }) => samples?.refs.length)).toEqual([2]);
  });

  it("says to 2.0 how much was written, also where some was not", async () => {
    const { post, pipeline } = open();
    const written = (answer: Response) =>
      ["samples", "histograms", "exemplars"].map((what) =>
        answer.headers.get(`x-prometheus-remote-write-${what}-written`),
      );
    const good = samplesOf([point("a"), point("b")]);
    const metadata = new Map([["a", { type: "gauge", help: "A level", unit: "" } as const]]);
    const all = await post(packSnappy(encodeWriteRequestV2(good, metadata)), two);
    expect([all.status, written(all)]).toEqual([204, ["2", "0", "0"]]);
    expect(pipeline.metadata.of("a")).toMatchObject({ type: "gauge", help: "A level" });
    const mixed = samplesOf([point("a"), point("not a name")]);
    const some = await post(packSnappy(encodeWriteRequestV2(mixed)), two);
    expect([some.status, written(some)]).toEqual([400, ["1", "0", "0"]]);
  });

  it("keeps what is good beside what is bad, and names the bad with the reason", async () => {
    const { post, spool, remoteWrite } = open({ maxSeries: 2 });
    const points = [point("a"), point("b", nowMs + 3_600_000), point("bad name"), point("one_too_many")];
    const answer = await post(one(points));
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = (await answer.json()) as Problem;
    expect(problem).toMatchObject({
      code: "invalid_body",
      accepted: 1,
      detail: "3 samples refused; 1 sample kept.",
    });
    expect(problem.errors?.map(({ code, path }) => [code, path])).toEqual([
      ["invalid_metric_name", "bad name"],
      ["series_limit", "one_too_many"],
      ["too_far_ahead", "b"],
    ]);
    expect(spool.read(0, 10)[0]?.samples?.refs.length).toBe(1);
    expect(remoteWrite.status()).toMatchObject({ received: 4, rejected: 3, bad: { length: 3 } });
  });

  it.each([
    ["unsupported_media", 415, one([point("a")]), { "Content-Type": "application/json" }],
    ["unsupported_media", 415, one([point("a")]), { "Content-Encoding": "gzip" }],
    ["invalid_body", 400, Uint8Array.of(1, 2, 3), {}],
    ["invalid_body", 400, packSnappy(Uint8Array.of(255, 255)), {}],
    ["too_large", 413, Uint8Array.of(255, 255, 255, 255, 15, 0), {}],
    ["too_large", 413, packSnappy(new Uint8Array(20 * 2 ** 20 + 1)), {}],
    ["too_large", 413, new Uint8Array(8 * 2 ** 20 + 1), {}],
  ])("refuses with %s (%s), and keeps nothing", async (code, status, body, headers) => {
    const { post, spool } = open();
    const answer = await post(body, headers);
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([status, code]);
    expect(spool.status().batches).toBe(0);
  });

  it("answers 503 with Retry-After while the spool is full: nothing is kept, and what was kept stays", async () => {
    const { post, spool, remoteWrite } = open({ maxBytes: 300 });
    expect((await post(one([point("a")]))).status).toBe(204);
    const many = one(Array.from({ length: 100 }, (_, i) => point("a", nowMs - i)));
    const answer = await post(many);
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([503, "spool_full"]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(spool.status().batches).toBe(1);
    expect(remoteWrite.status().rejected).toBe(0);
  });

  it("answers 503 while sixteen others write, and takes more once one of them is done", async () => {
    const { post } = open();
    const slow: ReadableStreamDefaultController<Uint8Array>[] = [];
    const hold = () => new ReadableStream<Uint8Array>({ start: (controller) => void slow.push(controller) });
    const held = Array.from({ length: 16 }, () => post(hold()));
    const answer = await post(one([point("a")]));
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([503, "overloaded"]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    slow[0]!.error(new Error("it went away"));
    expect((await held[0]!).status).toBe(500);
    expect((await post(one([point("a")]))).status).toBe(204);
    for (const controller of slow.slice(1)) controller.close();
    expect((await Promise.all(held.slice(1))).map(({ status }) => status)).toEqual(new Array(15).fill(400));
  });
});
