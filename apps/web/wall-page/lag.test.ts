import { describe, expect, it } from "vitest";
import { lagWords } from "./lag.ts";

const NOW = new Date(2026, 10, 21, 14, 2, 10).getTime();
const open = { state: "open", baseStepMs: 5_000, graceMs: 500 } as const;
const live = { pausedMs: undefined, connection: open, sealedMs: NOW - 2_000, nowMs: NOW, baseStepMs: 5_000 };

describe("how live the wall is", () => {
  it("is said in seconds behind, and seldom aloud", () => {
    expect(lagWords(live)).toEqual({ kind: "live", words: "Live", detail: "2 s behind", said: "Live" });
    expect(lagWords({ ...live, sealedMs: NOW - 4_000 }).said).toBe(lagWords(live).said);
  });

  it("is late when steps are missing, and never ahead", () => {
    expect(lagWords({ ...live, sealedMs: NOW - 60_000 })).toMatchObject({
      kind: "late",
      detail: "1 min behind",
    });
    expect(lagWords({ ...live, sealedMs: NOW + 9_000 }).detail).toBe("1 s behind");
  });

  it("says up to when there is data once the connection is lost", () => {
    const lost = { ...live, connection: { state: "lost", sinceMs: NOW } as const };
    expect(lagWords(lost)).toMatchObject({
      kind: "lost",
      words: "No connection",
      detail: "data up to 14:02:08",
    });
    expect(lagWords({ ...lost, sealedMs: Number.NaN }).detail).toBe("");
  });

  it("says where it stands still, connection or not", () => {
    expect(lagWords({ ...live, pausedMs: NOW - 10_000 })).toMatchObject({
      kind: "paused",
      detail: "at 14:02:00",
    });
  });

  it("waits for the first step", () => {
    expect(lagWords({ ...live, sealedMs: Number.NaN }).kind).toBe("waiting");
    expect(lagWords({ ...live, connection: { state: "connecting" } }).kind).toBe("waiting");
  });
});
