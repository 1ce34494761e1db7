import { type Event, type RuleEvents, ruleEventsSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { eventFits } from "./event-fits.ts";

const event: Event = {
  id: "1",
  timeMs: 1,
  type: "error",
  subType: "",
  title: "Payment REFUSED by bank",
  severity: "error",
  service: "pay",
  host: "pay-1",
  tags: [],
  attributes: {},
  fingerprint: "f1",
};

const fits = (events: Partial<RuleEvents>, more: Partial<Event> = {}) =>
  eventFits(ruleEventsSchema.parse(events))({ ...event, ...more });

describe("an event that a rule counts", () => {
  it("fits in all that is said", () => {
    const whole = {
      types: ["log", "error"],
      service: "pay",
      host: "pay-1",
      search: "refused",
      fingerprint: "f1",
    };
    expect(fits(whole)).toBe(true);
    for (const other of [
      { types: ["log"] },
      { service: "api" },
      { host: "pay-2" },
      { search: "accepted" },
      { fingerprint: "f2" },
    ])
      expect(fits({ ...whole, ...other })).toBe(false);
  });

  it("is as grave as is said, or graver", () => {
    const grave = (severity: Event["severity"]) => fits({ severity: "error" }, { severity });
    expect((["info", "warning", "error", "critical"] as const).map(grave)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it("is a request or an alert only where that type is named", () => {
    for (const type of ["request", "alert"]) {
      expect(fits({ service: "pay" }, { type })).toBe(false);
      expect(fits({ service: "pay", types: [type] }, { type })).toBe(true);
    }
  });
});
