import { systemClock } from "@mission-control/series";
import { readRangeAnswer } from "@mission-control/store/answers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtWorker } from "../evaluate/built-worker.ts";
import { createReadApart } from "./read-apart.ts";

const steps = 5_000;
const grid = { startMs: 0, endMs: (steps - 1) * 5_000, stepMs: 5_000 };

/** An answer of some ten megabytes. */
function longAnswer() {
  const values = Array.from({ length: steps }, (_, i) => [i * 5, String(Math.sin(i) * 1e9)]);
  const result = Array.from({ length: 80 }, (_, i) => ({ metric: { __name__: "m", i: String(i) }, values }));
  const text = JSON.stringify({ status: "success", data: { resultType: "matrix", result } });
  return { status: 200, text };
}

describe("a long answer of another store", () => {
  let worker: Awaited<ReturnType<typeof builtWorker>>;
  let readApart: ReturnType<typeof createReadApart>;

  beforeAll(async () => {
    worker = await builtWorker("evaluate/worker.ts");
    readApart = createReadApart({ file: worker.file });
  });
  afterAll(async () => {
    await readApart.close();
    worker.remove();
  });

  it("is read on another thread as it would be here, and this one stays free", async () => {
    const answer = longAnswer();
    // The thread begins before it is measured.
    await readApart.read({ status: 200, text: "{" }, grid).catch(() => {});
    let longestMs = 0;
    let lastMs = systemClock.monotonicMs();
    const stop = systemClock.every(1, () => {
      longestMs = Math.max(longestMs, systemClock.monotonicMs() - lastMs);
      lastMs = systemClock.monotonicMs();
    });
    const startMs = systemClock.monotonicMs();
    const read = await readApart.read(answer, grid);
    const apartMs = systemClock.monotonicMs() - startMs;
    stop();
    expect(read).toEqual(readRangeAnswer(answer, grid));
    expect(longestMs).toBeLessThan(apartMs / 2);
  });

  it("that cannot be read says why, and one against the question is an answer", async () => {
    await expect(readApart.read({ status: 200, text: "<html>" }, grid)).rejects.toMatchObject({
      name: "Refusal",
      code: "store_away",
      message: expect.stringContaining("it is no JSON"),
    });
    const error = { status: "error", errorType: "bad_data", error: "no" };
    expect(await readApart.read({ status: 400, text: JSON.stringify(error) }, grid)).toEqual(error);
  });
});
