import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMatcher, metric, samplesOf, systemClock } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startStubStore, valuesIn } from "../real/stub-store.ts";
import { openPrometheusStore } from "./prometheus.ts";
import type { Credentials } from "./prometheus-credentials.ts";

const nowMs = 1_790_000_000_000;
const ok = { status: "success", data: { resultType: "vector", result: [] } };
const one = samplesOf([{ labels: metric("up"), timeMs: nowMs, value: 1 }]);
const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) await close();
});

async function make({ timeoutMs = 2_000, credentials = {} as Credentials, url = "" } = {}) {
  const stub = await startStubStore();
  closing.push(stub.close);
  const store = openPrometheusStore({
    name: "main",
    url: url === "" ? stub.url : url,
    kind: "prometheus",
    credentials,
    timeoutMs,
    clock: systemClock,
  });
  return { stub, store, ask: () => store.instant("up", nowMs) };
}

const messageOf = (running: Promise<unknown>): Promise<string> =>
  running.then(
    (answer) => `answered ${JSON.stringify(answer)}`,
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  );

describe("a store that does not behave", () => {
  it("is away where nothing listens, and says so without delay once that has happened five times", async () => {
    const { stub, ask, store } = await make();
    await stub.close();
    expect(await messageOf(ask())).toBe("store_away: main is away: connection refused");
    expect(store.away()).toBeUndefined();
    await messageOf(ask());
    expect(store.away()?.reason).toBe("connection refused");
    expect(await messageOf(ask())).toContain("it is asked again within 10 s");
  });

  it("is left alone for 10 s, then asked once, and back with the first answer", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { stub, ask, store } = await make();
    stub.answers((_request, response) => response.writeHead(500).end("it is ill"));
    for (let i = 0; i < 5; i++) await messageOf(ask());
    expect(store.away()).toEqual({ sinceMs: expect.any(Number), reason: "it answers 500: it is ill" });
    const asked = stub.requests.length;
    await messageOf(ask());
    expect(stub.requests).toHaveLength(asked);
    stub.json(ok);
    await messageOf(ask());
    expect(store.away()).toBeDefined();
    vi.setSystemTime(Date.now() + 10_001);
    expect(await ask()).toMatchObject({ type: "vector", series: [] });
    expect(store.away()).toBeUndefined();
    expect(stub.requests).toHaveLength(asked + 1);
  });

  it("has no longer than its timeout", async () => {
    const { ask } = await make({ timeoutMs: 150 });
    expect(await messageOf(ask())).toBe("store_away: main is away: no answer within 0.2 s");
  });

  it("is not away because an asker had less time than that, or left", async () => {
    const { store, stub } = await make({ timeoutMs: 5_000 });
    const gone: boolean[] = [];
    stub.answers((request) => request.socket.once("close", () => gone.push(true)));
    for (let i = 0; i < 6; i++) {
      const answer = await store.instant("up", nowMs, { deadlineMs: 30 });
      expect(answer).toMatchObject({ status: "error", errorType: "timeout" });
    }
    const leaver = new AbortController();
    const asked = store.instant("up", nowMs, { signal: leaver.signal });
    leaver.abort(new Error("left"));
    await expect(asked).rejects.toThrow("left");
    expect(store.away()).toBeUndefined();
    // Its questions end there, too.
    await vi.waitFor(() => expect(gone.length).toBeGreaterThanOrEqual(6));
  });

  it("is not followed where it leads elsewhere", async () => {
    const { stub, ask } = await make({ credentials: { bearerToken: "very-secret" } });
    const elsewhere = await startStubStore();
    closing.push(elsewhere.close);
    stub.answers((_request, response) => response.writeHead(307, { location: elsewhere.url }).end());
    expect(await messageOf(ask())).toContain("it answers with a redirect");
    expect(elsewhere.requests).toEqual([]);
  });

  it("is not read beyond 64 MiB, however much it sends", async () => {
    const { stub, ask, store } = await make({ timeoutMs: 20_000 });
    let sent = 0;
    let isClosed = false;
    stub.answers((_request, response) => {
      const zeros = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!isClosed && sent < 10 * 1024 ** 3) {
          sent += zeros.length;
          if (!response.write(zeros)) return;
        }
      };
      response.on("drain", more).once("close", () => {
        isClosed = true;
      });
      more();
    });
    expect(await messageOf(ask())).toMatch(/^too_large: main: its answer is over 64 MiB/);
    await vi.waitFor(() => expect(isClosed).toBe(true));
    expect(sent).toBeLessThan(200 * 1024 * 1024);
    expect(store.away()).toBeUndefined();
  });

  it.each([
    ["no JSON", "<html>welcome</html>", "it is no JSON"],
    ["nothing", "", "it is no JSON"],
    ["no status", "{}", "it has no status"],
    ["no data", '{"status":"success"}', "an object is missing"],
    [
      "another type",
      '{"status":"success","data":{"resultType":"x","result":[]}}',
      "of no type that is known",
    ],
    [
      "a value that is none",
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"one"]}]}}',
      "a value is no number",
    ],
    [
      "a label that is no text",
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":{}},"value":[1,"1"]}]}}',
      "a label is no text",
    ],
  ])("says so where its answer is %s", async (_what, body, words) => {
    const { stub, ask } = await make();
    stub.answers((_request, response) => response.end(body));
    expect(await messageOf(ask())).toMatch(/^store_away: main is away: its answer cannot be read/);
    expect(await messageOf(ask())).toContain(words);
  });

  it("cannot put a value outside of the range that was asked for", async () => {
    const { stub, store } = await make();
    const values = [[(nowMs + 60_000) / 1_000, "1"]];
    stub.json({ status: "success", data: { resultType: "matrix", result: [{ metric: {}, values }] } });
    const asked = store.range("up", { startMs: nowMs, endMs: nowMs + 10_000, stepMs: 5_000 });
    expect(await messageOf(asked)).toContain("a time lies outside of what was asked for");
  });

  it("tells what is wrong with a question as its answer, with the place", async () => {
    const { stub, store, ask } = await make();
    const error = 'invalid parameter "query": 1:5: parse error: unclosed left parenthesis';
    stub.json({ status: "error", errorType: "bad_data", error }, 400);
    for (let i = 0; i < 6; i++)
      expect(await ask()).toEqual({ status: "error", errorType: "bad_data", error, line: 1, column: 5 });
    expect(store.away()).toBeUndefined();
  });

  it("hears of us and of nobody else", async () => {
    const { stub, ask } = await make({ credentials: { headers: { "X-Scope-OrgID": "team-1" } } });
    stub.json(ok);
    await ask();
    const { headers } = stub.requests[0]!;
    expect(headers).toMatchObject({ "x-scope-orgid": "team-1", "user-agent": "mission-control" });
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("authorization");
  });
});

describe("credentials", () => {
  it("in a file are read for each request, and named where they cannot be", async () => {
    const folder = mkdtempSync(join(tmpdir(), "credentials-"));
    closing.push(() => rmSync(folder, { recursive: true }));
    const bearerTokenFile = join(folder, "token");
    const { stub, ask } = await make({ credentials: { bearerTokenFile } });
    stub.json(ok);
    expect(await messageOf(ask())).toContain(`its credentials cannot be read (ENOENT ${bearerTokenFile})`);
    for (const token of ["first-token", "second-token"]) {
      writeFileSync(bearerTokenFile, `${token}\n`);
      await ask();
    }
    expect(stub.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer first-token",
      "Bearer second-token",
    ]);
  });

  it("go along with every request", async () => {
    const { stub, ask, store } = await make({ credentials: { username: "u-1042", password: "s3cret-word" } });
    stub.json(ok);
    await ask();
    stub.answers((_request, response) => response.writeHead(204).end());
    await store.append(one);
    const expected = `Basic ${Buffer.from("u-1042:s3cret-word").toString("base64")}`;
    expect(stub.requests.map(({ headers }) => headers.authorization)).toEqual([expected, expected]);
  });

  it("are in no message, though the store repeats what it was sent", async () => {
    const given: Credentials[] = [
      { username: "u-1042", password: "s3cret-word" },
      { bearerToken: "s3cret-word" },
      { headers: { "X-Scope-OrgID": "s3cret-word" } },
    ];
    for (const credentials of given) {
      const { stub, ask, store } = await make({ credentials });
      for (const [status, wrap] of [
        [401, (text: string) => text],
        [500, (text: string) => text],
        [400, (error: string) => JSON.stringify({ status: "error", errorType: "bad_data", error })],
      ] as const) {
        stub.answers((request, response) => {
          const echo = `no ${request.headers.authorization} ${JSON.stringify(request.headers)} s3cret-word`;
          response.writeHead(status).end(wrap(echo));
        });
        for (const told of [
          await messageOf(ask()),
          await messageOf(store.append(one)),
          JSON.stringify(store.away() ?? {}),
        ]) {
          expect(told).not.toContain("s3cret-word");
          expect(told).not.toContain(Buffer.from("u-1042:s3cret-word").toString("base64"));
        }
      }
    }
  });
});

describe("a write", () => {
  it("leaves out the samples that the store refuses, and no others", async () => {
    const { stub, store } = await make();
    const taken: number[] = [];
    stub.answers((_request, response, body) => {
      const values = valuesIn(body);
      if (values.includes(13)) response.writeHead(400).end("out of order sample");
      else {
        taken.push(...values);
        response.writeHead(204).end();
      }
    });
    const samples = samplesOf(
      Array.from({ length: 100 }, (_, i) => ({
        labels: metric("m", { i: String(i) }),
        timeMs: nowMs,
        value: i,
      })),
    );
    expect(await store.write(samples)).toEqual({ refused: 1, reason: "out of order sample" });
    expect(taken.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i).filter((i) => i !== 13),
    );
    expect(stub.requests.length).toBeLessThan(20);
  });

  it("takes what Prometheus says of old samples with 500 for a refusal, and everything else for being away", async () => {
    const { stub, store } = await make();
    stub.answers((_request, response) => response.writeHead(500).end("too old sample\n"));
    expect(await store.write(one)).toEqual({ refused: 1, reason: "too old sample" });
    for (const status of [401, 404, 429, 500, 503]) {
      stub.answers((_request, response) => response.writeHead(status).end("no"));
      expect(await messageOf(store.write(one))).toContain(`it answers ${status} to a write: no`);
    }
  });

  it("that fails leaves questions alone", async () => {
    const { stub, store, ask } = await make();
    stub.answers((_request, response) => response.writeHead(404).end("no receiver"));
    for (let i = 0; i < 8; i++) await messageOf(store.write(one));
    stub.json(ok);
    expect(await ask()).toMatchObject({ type: "vector" });
    expect(store.away()).toBeUndefined();
  });

  it("that is not supported says so", async () => {
    const { store } = await make();
    expect(await messageOf(store.dropBefore(nowMs))).toMatch(/^not_supported: main keeps its own retention/);
  });
});

it("a matcher's text is never more than text", async () => {
  const { stub, store } = await make();
  stub.json({ status: "success", data: { resultType: "matrix", result: [] } });
  await store.select(
    [createMatcher("a", "=", '"} or vector(1) #'), createMatcher("größe", "!=", "\\")],
    0,
    1_000,
  );
  const query = new URLSearchParams(String(stub.requests[0]!.body)).get("query");
  expect(query).toBe(String.raw`{a="\"} or vector(1) #","größe"!="\\"}[1001ms]`);
});
