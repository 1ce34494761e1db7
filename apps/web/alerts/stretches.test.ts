import { type AlertChange, type AlertState, alertStates } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertOf } from "./alert-of.ts";
import { alertLanes } from "./stretches.ts";

const changeOf = (alert: string, from: AlertState, to: AlertState, atMs: number): AlertChange => ({
  seq: atMs,
  alert,
  rule: "errors",
  ruleName: "Errors",
  labels: { id: alert },
  severity: "error",
  title: alert,
  from,
  to,
  atMs,
  value: 1,
});

/** Changes of one alert, each from where the one before it led to. */
const histories = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.constantFrom(...alertStates)), {
    minLength: 1,
    maxLength: 12,
  })
  .map((steps) => {
    let [atMs, from]: [number, AlertState] = [900, "normal"];
    return steps.map(([later, to]) => {
      atMs += later;
      const change = changeOf("a", from, to, atMs);
      from = to;
      return change;
    });
  });

describe("the lane of an alert", () => {
  test("says of each moment how it stood then: what the last change before it led to", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 400 }), (changes, lengthMs) => {
        const [fromMs, toMs] = [1_000, 1_000 + lengthMs];
        const last = changes.findLast(({ atMs }) => atMs < toMs);
        const standing = last === undefined ? [] : [alertOf({ id: "a", state: last.to, sinceMs: last.atMs })];
        const [lane] = alertLanes({ fromMs, toMs, changes: [...changes].reverse(), standing });
        const moments = Array.from({ length: lengthMs }, (_, i) => fromMs + i);
        const shown = moments.map((ms) =>
          lane?.stretches.filter((each) => each.fromMs <= ms && ms < each.toMs).map(({ state }) => state),
        );
        const stood = moments.map((ms) => changes.findLast(({ atMs }) => atMs <= ms)?.to ?? "normal");
        expect(shown.map((states) => states ?? [])).toEqual(
          stood.map((state) => (state === "normal" ? [] : [state])),
        );
      }),
    );
  });

  test("counts how often it began to fire; one that recovered for a while is the same firing", () => {
    const changes = [
      changeOf("a", "normal", "pending", 1),
      changeOf("a", "pending", "firing", 2),
      changeOf("a", "firing", "recovering", 3),
      changeOf("a", "recovering", "firing", 4),
      changeOf("a", "firing", "normal", 5),
      changeOf("a", "normal", "firing", 6),
    ];
    expect(alertLanes({ fromMs: 0, toMs: 10, changes, standing: [] })[0]?.firings).toBe(2);
  });

  test("is there for what stood all the time, and what changed last stands in front", () => {
    const changes = [changeOf("b", "normal", "firing", 20), changeOf("c", "firing", "normal", 30)];
    const standing = [alertOf({ id: "a", sinceMs: 2 }), alertOf({ id: "b", sinceMs: 20 })];
    const lanes = alertLanes({ fromMs: 10, toMs: 40, changes, standing });
    expect(lanes.map(({ alert, stretches }) => [alert, stretches])).toEqual([
      ["c", [{ state: "firing", fromMs: 10, toMs: 30 }]],
      ["b", [{ state: "firing", fromMs: 20, toMs: 40 }]],
      ["a", [{ state: "firing", fromMs: 10, toMs: 40 }]],
    ]);
  });
});
