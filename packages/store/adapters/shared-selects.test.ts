import { createMatcher, type Matcher, metric, type Series } from "@mission-control/series";
import { beforeEach, describe, expect, it } from "vitest";
import { createSharedSelects } from "./shared-selects.ts";

const of = (name: string): Matcher[] => [createMatcher("__name__", "=", name)];
const seriesOf = (name: string): Series => ({
  labels: metric(name),
  timesMs: Float64Array.of(1),
  values: Float64Array.of(1),
});

/** What was read, each read with the names it was asked for; a read waits until it is let go. */
let reads: { names: string[]; startMs: number; signal: AbortSignal }[];
let turns: (() => void)[];
let select: ReturnType<typeof createSharedSelects>;

beforeEach(() => {
  [reads, turns] = [[], []];
  select = createSharedSelects(async (sets, { startMs }, signal) => {
    await new Promise<void>((resolve, reject) => {
      turns.push(resolve);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
    const names = sets().map(([matcher]) => matcher?.value ?? "");
    reads.push({ names, startMs, signal });
    if (names.includes("broken")) throw new Error("broken");
    return names.map((name) => [seriesOf(name)]);
  });
});

const namesIn = (series: readonly Series[]) => series.map(({ labels }) => labels.get("__name__"));

describe("questions of one time", () => {
  it("that wait together are read once, and each gets its own answer", async () => {
    const asked = ["a", "b", "c"].map((name) => select(of(name), 0, 10));
    const other = select(of("d"), 5, 10);
    for (const turn of turns) turn();
    expect((await Promise.all(asked)).map(namesIn)).toEqual([["a"], ["b"], ["c"]]);
    expect(namesIn(await other)).toEqual(["d"]);
    expect(reads.map(({ names }) => names)).toEqual([["a", "b", "c"], ["d"]]);
  });

  it("that come when the read has begun are another one", async () => {
    const first = select(of("a"), 0, 10);
    turns[0]!();
    await first;
    const second = select(of("b"), 0, 10);
    turns[1]!();
    expect(namesIn(await second)).toEqual(["b"]);
    expect(reads).toHaveLength(2);
  });

  it("fail together, and the next is asked anew", async () => {
    const asked = [select(of("broken"), 0, 10), select(of("a"), 0, 10)];
    turns[0]!();
    for (const each of asked) await expect(each).rejects.toThrow("broken");
    const again = select(of("a"), 0, 10);
    turns[1]!();
    expect(namesIn(await again)).toEqual(["a"]);
  });

  it("go on while one asker is left, and end with the last", async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [select(of("a"), 0, 10, one.signal), select(of("b"), 0, 10, two.signal)];
    one.abort(new Error("left"));
    turns[0]!();
    await expect(asked[0]).rejects.toThrow("left");
    expect(namesIn(await asked[1]!)).toEqual(["b"]);

    const alone = select(of("a"), 0, 10, two.signal);
    two.abort(new Error("left too"));
    await expect(alone).rejects.toThrow("left too");
    // Whoever comes then does not join what has ended.
    const after = select(of("c"), 0, 10);
    turns[2]!();
    expect(namesIn(await after)).toEqual(["c"]);
  });
});
