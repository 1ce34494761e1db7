import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMatcher, manualClock, metric, samplesOf } from "@mission-control/series";
import { expect, it } from "vitest";
import { openHistory } from "./duckdb.ts";

it("gives questions that are read together each its own series, in columns of its own", async () => {
  const dir = mkdtempSync(join(tmpdir(), "together-"));
  const history = await openHistory({ dir, clock: manualClock(1_700_000_000_000) });
  const names = ["a", "b", "c"];
  await history.series.append(
    samplesOf(
      names.flatMap((name, i) =>
        [1, 2, 3].map((at) => ({ labels: metric(name), timeMs: at * 1_000, value: i * 10 + at })),
      ),
    ),
  );
  const is = (name: string) => [createMatcher("__name__", "=", name)];
  const any = [createMatcher("__name__", "=~", "a|b")];
  const asked = [...names.map(is), any, is("a"), is("none"), any, is("a")];
  const answers = await Promise.all(asked.map((matchers) => history.series.select(matchers, 0, 10_000)));
  const valuesOf = (answer: (typeof answers)[number]) => answer.map(({ values }) => [...values]);
  const [a, b, c] = names.map((_, i) => [1, 2, 3].map((at) => i * 10 + at));
  expect(answers.map(valuesOf)).toEqual([[a], [b], [c], [a, b], [a], [], [a, b], [a]]);
  const buffers = answers.flat().flatMap(({ timesMs, values }) => [timesMs.buffer, values.buffer]);
  expect(new Set(buffers).size).toBe(buffers.length);
  await history.close();
  rmSync(dir, { recursive: true });
});
