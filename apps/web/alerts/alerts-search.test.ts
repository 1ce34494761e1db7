import { expect, test } from "vitest";
import { readAlertsSearch } from "./alerts-search.ts";

test("the address of a page about alerts says what is shown; what makes no sense is left out", () => {
  const said = {
    at: 1_000,
    q: "api",
    rule: "errors",
    severity: "critical",
    channel: "ops",
    alert: "a1",
    range: "7d",
    state: "failed",
    new: 'service="api"',
  };
  expect(readAlertsSearch(Object.fromEntries(Object.entries(said).map(([k, v]) => [k, String(v)])))).toEqual(
    said,
  );
  expect(
    readAlertsSearch({
      at: "-1",
      q: " ",
      rule: ["a"],
      severity: "grave",
      range: "1s",
      state: "lost",
      new: 7,
    }),
  ).toEqual({});
  expect(readAlertsSearch({ at: "soon", q: "x".repeat(10_000) })).toEqual({});
});
