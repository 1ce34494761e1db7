import { type Alert, alertStates } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertOf } from "./alert-of.ts";
import { groupAlerts, severities, startOf } from "./group-alerts.ts";

const alerts: fc.Arbitrary<Alert[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom(...alertStates),
      severity: fc.constantFrom(...severities),
      service: fc.constantFrom("", "api", "web-2", "web-10"),
      sinceMs: fc.integer({ min: 1, max: 100 }),
      firingMs: fc.option(fc.integer({ min: 1, max: 100 })),
    }),
    { maxLength: 30 },
  )
  .map((all) =>
    all.map(({ service, ...alert }, i) =>
      alertOf({ id: `a${i}`, labels: service === "" ? {} : { service }, ...alert }),
    ),
  );

describe("alerts as the page lists them", () => {
  test("stand in one place each, none but those that are normal being left out", () => {
    fc.assert(
      fc.property(alerts, (all) => {
        const { firing, unknown, pending } = groupAlerts(all);
        const listed = [
          ...firing.flatMap(({ services }) => services.flatMap(({ alerts }) => alerts)),
          ...unknown,
          ...pending,
        ];
        const wanted = all.filter(({ state }) => state !== "normal");
        expect(listed.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
      }),
    );
  });

  test("are sorted: the gravest in front, what has no service last, the newest on top", () => {
    fc.assert(
      fc.property(alerts, (all) => {
        const { firing } = groupAlerts(all);
        const places = firing.map(({ severity }) => severities.indexOf(severity));
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        for (const { severity, count, services } of firing) {
          expect(services.reduce((sum, { alerts }) => sum + alerts.length, 0)).toBe(count);
          expect(services.findIndex(({ service }) => service === "")).toBeOneOf([-1, services.length - 1]);
          for (const { service, alerts } of services) {
            expect(
              alerts.every((each) => each.severity === severity && (each.labels.service ?? "") === service),
            ).toBe(true);
            const starts = alerts.map(startOf);
            expect(starts).toEqual([...starts].sort((a, b) => b - a));
          }
        }
      }),
    );
  });

  test("fire since they began to, also while they recover", () => {
    expect(startOf(alertOf({ state: "recovering", firingMs: 5, sinceMs: 9 }))).toBe(5);
    expect(startOf(alertOf({ state: "pending", firingMs: null, sinceMs: 9 }))).toBe(9);
  });
});
