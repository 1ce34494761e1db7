import type { Event } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { alertStates } from "./alert-states.ts";

const alert = (fingerprint: string, timeMs: number, status: string): Event => ({
  id: `${fingerprint}${timeMs}`,
  timeMs,
  type: "alert",
  subType: "",
  title: fingerprint,
  severity: "critical",
  service: "",
  host: "",
  tags: [],
  attributes: { status },
  fingerprint,
});

const told = (...events: Event[]) =>
  alertStates(events).map(({ event, isFiring, sinceMs }) => [event.title, isFiring, sinceMs]);

describe("the state of an alert", () => {
  it("is what its newest event says, since the oldest that says the same without another between", () => {
    expect(
      told(
        alert("a", 50, "firing"),
        alert("a", 40, "firing"),
        alert("a", 30, "resolved"),
        alert("a", 20, "firing"),
      ),
    ).toEqual([["a", true, 40]]);
  });

  it("stands in front where it fires, then by when it changed", () => {
    expect(
      told(
        alert("over", 90, "resolved"),
        alert("new", 80, "firing"),
        alert("over", 70, "firing"),
        alert("old", 10, "firing"),
      ),
    ).toEqual([
      ["new", true, 80],
      ["old", true, 10],
      ["over", false, 90],
    ]);
  });

  it("is over only where its status is a word for that", () => {
    const fires = (status: string) => alertStates([alert("a", 1, status)])[0]!.isFiring;
    expect(["resolved", "OK", "inactive", "Resolved "].map(fires)).toEqual([false, false, false, false]);
    expect(["broken", "revoked", "token_expired", "unresolved", "not ok"].map(fires)).toEqual(
      Array(5).fill(true),
    );
  });

  it("is told by the name of the alert where there is one, whatever its title says", () => {
    const named = (one: Event, name: string) => ({ ...one, attributes: { ...one.attributes, alert: name } });
    expect(
      told(
        named(alert("5 % errors", 30, "resolved"), "x"),
        named(alert("9 % errors", 20, "firing"), "x"),
        named(alert("9 % errors", 10, "firing"), "y"),
      ),
    ).toEqual([
      ["9 % errors", true, 10],
      ["5 % errors", false, 30],
    ]);
  });

  it("that does not say how it stands is firing", () => {
    expect(told({ ...alert("a", 1, ""), attributes: {} })).toEqual([["a", true, 1]]);
  });
});
