import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { columnsType, decodeColumns } from "@mission-control/contracts";
import {
  encodeWriteRequest,
  encodeWriteRequestV2,
  packSnappy,
} from "@mission-control/contracts/remote-write";
import { metric, type Samples, samplesOf } from "@mission-control/series";
import { expect, test } from "@playwright/test";
import { queryValues, start, temporaryFolder } from "./process.ts";

const DAY_MS = 86_400_000;
const oldMs = Date.now() - 30 * DAY_MS;
const series = metric("writes_total", { job: "shop" });

/** A counter that goes up by one each 10 s for an hour, a month ago. */
const old = samplesOf(
  Array.from({ length: 360 }, (_, i) => ({ labels: series, timeMs: oldMs + i * 10_000, value: i })),
);

const write = (url: string, samples: Samples, version: 1 | 2) =>
  fetch(`${url}/api/v1/write`, {
    method: "POST",
    headers: {
      "Content-Type": `application/x-protobuf;proto=${version === 1 ? "prometheus.WriteRequest" : "io.prometheus.write.v2.Request"}`,
      "Content-Encoding": "snappy",
    },
    body: packSnappy(version === 1 ? encodeWriteRequest(samples) : encodeWriteRequestV2(samples)),
  });

test("samples of any age, written by remote write, are there to be asked for, also after a kill -9", async () => {
  const folder = temporaryFolder();
  let running = await start(folder.path);
  const askOld = async () => [
    ...(
      await queryValues(running.url, "count_over_time(writes_total[1h])", (oldMs + 3_599_999) / 1000)
    ).values(),
  ];
  try {
    expect((await write(running.url, old, 1)).status).toBe(204);
    const now = samplesOf([{ labels: series, timeMs: Date.now(), value: 7 }]);
    const second = await write(running.url, now, 2);
    expect(second.headers.get("x-prometheus-remote-write-samples-written")).toBe("1");
    // Whoever writes is known as a sender, by what says whose the series are.
    const sender = 'sender_last_seen_timestamp_seconds{service="shop"}';
    await expect.poll(async () => (await queryValues(running.url, sender)).size).toBe(1);
    // What is old is read from history, which takes it from the spool each second.
    await expect.poll(askOld).toEqual([360]);

    const late = samplesOf([{ labels: series, timeMs: oldMs - 1, value: 0 }]);
    expect((await write(running.url, late, 1)).status).toBe(204);
    await running.stop("SIGKILL");
    running = await start(folder.path);
    await expect.poll(askOld).toEqual([360]);
    const beforeS = oldMs / 1000;
    await expect.poll(async () => (await queryValues(running.url, "writes_total", beforeS)).size).toBe(1);
    expect([...(await queryValues(running.url, "max_over_time(writes_total[5m])")).values()]).toEqual([7]);
    expect(
      [...(await queryValues(running.url, "rate(writes_total[30m])", beforeS + 3_000)).values()][0],
    ).toBeCloseTo(0.1, 3);
    const status = await (await fetch(`${running.url}/api/status`)).json();
    expect(status.sources.map((source: { name: string }) => source.name)).toContain("remote write");
  } finally {
    await running.stop();
    folder.remove();
  }
});

/** What our page is answered of the minutes around a time: of which generation it is, and all values in it. */
async function askColumns(url: string, expr: string, aroundMs: number) {
  const [startS, endS] = [aroundMs / 1000 - 60, aroundMs / 1000 + 60];
  const response = await fetch(`${url}/api/v1/query_range`, {
    method: "POST",
    headers: { accept: columnsType },
    body: new URLSearchParams({ query: expr, start: `${startS}`, end: `${endS}`, step: "30" }),
  });
  const columns = decodeColumns(await response.arrayBuffer());
  if ("code" in columns) throw new Error(columns.message);
  const { generation, finalMs } = columns;
  return { generation, isKept: finalMs > 0, values: columns.series.flatMap(({ values }) => [...values]) };
}

test("a write into the past gives it another generation once it can be read, and a fresh sample does not", async () => {
  const folder = temporaryFolder();
  const running = await start(folder.path);
  const late = metric("late_value");
  const writeAt = async (timeMs: number, value: number) =>
    expect((await write(running.url, samplesOf([{ labels: late, timeMs, value }]), 2)).status).toBe(204);
  const ask = (aroundMs: number) => askColumns(running.url, "late_value", aroundMs);
  try {
    expect((await ask(Date.now())).isKept).toBe(true);
    const lateMs = Date.now() - 10 * 60_000;
    const first = await ask(lateMs);
    await writeAt(Date.now(), 1);
    expect((await ask(Date.now())).values).toContain(1);
    expect(await ask(lateMs)).toEqual(first);

    await writeAt(lateMs, 2);
    const second = await ask(lateMs);
    expect(second.values).toContain(2);
    expect(second.generation).not.toBe(first.generation);

    // What is older than memory can be read only once history has it: nobody may take what was read until then for the same.
    let without = (await ask(oldMs)).generation;
    await writeAt(oldMs, 3);
    const isToldOf = async () => {
      const { generation, values } = await ask(oldMs);
      if (values.includes(3)) return generation !== without;
      without = generation;
      return false;
    };
    await expect.poll(isToldOf, { intervals: [50] }).toBe(true);
  } finally {
    await running.stop();
    folder.remove();
  }
});

test("nothing of an answer is to be kept while history is away, as it may have gaps that are none", async () => {
  const folder = temporaryFolder();
  // A folder where the file should be.
  const blocked = join(folder.path, "history.duckdb");
  mkdirSync(blocked, { recursive: true });
  const running = await start(folder.path);
  try {
    const problems = async (): Promise<{ code: string }[]> =>
      (await (await fetch(`${running.url}/api/status`)).json()).problems;
    await expect.poll(async () => (await problems()).map(({ code }) => code)).toContain("history_away");
    const ask = async () => (await askColumns(running.url, "late_value", Date.now())).isKept;
    expect(await ask()).toBe(false);
    rmdirSync(blocked);
    await expect.poll(ask).toBe(true);
  } finally {
    await running.stop();
    folder.remove();
  }
});
