import {
  knownPanelSchema,
  type Panel,
  rampSchema,
  unitSchema,
  type View,
  viewSchema,
} from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readViews } from "./read-views.ts";
import { thisMachine } from "./this-machine.ts";
import { yamlOfView } from "./view-yaml.ts";

// Every character there is: what is special to YAML, ends of lines of all kinds, what looks like a number or a date.
const text = fc.oneof(
  fc.string({ maxLength: 40, unit: "binary" }),
  fc.constantFrom(
    "",
    "yes",
    "null",
    "1e3",
    "0x1f",
    "2026-11-21",
    "- a",
    "a: b # c",
    "a\n\n  b\n",
    " x ",
    "\r\n",
    "&a *b",
  ),
);
const id = fc.string({ minLength: 1, maxLength: 12, unit: "binary" });
const expr = fc.constantFrom(
  "up",
  'sum by (job) (\n  rate(x{a=~"b|c"}[$__rate_interval])\n)',
  "1 - a / b |> smooth(5m)",
  "x > 1e3",
);
// -0 becomes 0 on every wire.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
type Fields = Record<string, fc.Arbitrary<unknown>>;
/** Always with the fields of the first, now and then with each of the others. */
const some = (fields: Fields, more: Fields) =>
  fc.record({ ...fields, ...more }, { requiredKeys: Object.keys(fields) });
const unit = fc.constantFrom(...unitSchema.options);
const several = (part: fc.Arbitrary<Record<string, unknown>>) =>
  fc.uniqueArray(part, { maxLength: 4, selector: (each) => each.id });

const lane = some(
  { id, title: text, expr },
  {
    unit,
    ramp: fc.constantFrom(...rampSchema.options),
    legend: text,
    min: number,
    max: number,
    rows: fc.integer({ min: 1, max: 100 }),
    sort: fc.constantFrom("given", "value", "change", "name"),
    help: text,
    store: fc.constantFrom("embedded", "main"),
  },
);
const tile = some(
  { id, title: text, expr },
  { unit, note: expr, noteUnit: unit, noteText: text, warnAt: number, badAt: number },
);
const place = fc.record({
  x: fc.integer({ min: 0, max: 23 }),
  y: fc.integer({ min: 0, max: 99 }),
  w: fc.integer({ min: 1, max: 24 }),
  h: fc.integer({ min: 1, max: 100 }),
});
const about = { title: text, description: text };
const queries = fc.array(some({ expr }, { legend: text }), { minLength: 1, maxLength: 3 });
const words = fc.constantFrom(
  "lanes",
  "line",
  "stacked",
  "bars",
  "heatmap",
  "scatter",
  "number",
  "gauge",
  "table",
);
const panel = fc.oneof(
  some(
    { id, place, queries, kind: words },
    { ...about, unit, min: number, max: number, fill: fc.boolean(), spark: fc.boolean(), warnAt: number },
  ),
  some({ id, place, kind: fc.constant("goal"), queries, goal: number }, about),
  some(
    { id, place, kind: fc.constantFrom("events", "deploys") },
    { ...about, types: fc.array(text, { maxLength: 3 }), search: text },
  ),
  some({ id, place, kind: fc.constant("text"), text }, about),
  // Of a version to come: kept with whatever it says.
  some(
    { id, place, kind: fc.constant("globe") },
    { ...about, zoom: number, layers: fc.jsonValue({ maxDepth: 3 }) },
  ),
);
const variable = fc.record({
  name: fc.constantFrom("service", "host", "A_1"),
  source: fc.oneof(
    fc.record({ kind: fc.constant("label"), label: fc.constant("job") }),
    fc.record({ kind: fc.constant("list"), values: fc.array(text, { minLength: 1, maxLength: 3 }) }),
  ),
  multi: fc.boolean(),
  chosen: fc.array(text, { maxLength: 3 }),
});
const view: fc.Arbitrary<View> = some(
  {
    slug: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/),
    name: fc.string({ minLength: 1, maxLength: 40, unit: "binary" }),
    sections: several(some({ id, title: text }, { lanes: several(lane), panels: several(panel) })),
  },
  {
    description: text,
    owner: text,
    tags: fc.array(fc.constantFrom("shop", "no", "1.0", "über uns"), { maxLength: 4 }),
    variables: fc.uniqueArray(variable, { maxLength: 3, selector: ({ name }) => name }),
    tiles: several(tile),
  },
).map((given) => viewSchema.parse(JSON.parse(JSON.stringify(given))));

describe("a view as a file", () => {
  it("is the same view when it is read again, whatever it is", () => {
    fc.assert(
      fc.property(view, (given) => {
        expect(readViews({ text: yamlOfView(given) })).toEqual({ ok: true, views: [given], notes: [] });
      }),
      { numRuns: 150 },
    );
  });

  it("says nothing that is so by itself, and is the same text however the view was put together", () => {
    const yaml = yamlOfView(
      viewSchema.parse({
        sections: [
          {
            lanes: [
              {
                expr: "sum(rate(hits_total[5m])) by (job)\n  / on (job) x",
                unit: "ratio",
                title: "Hits",
                id: "hits",
              },
            ],
            title: "web",
            id: "web",
          },
        ],
        tags: ["shop"],
        name: "Shop",
        slug: "shop",
      }),
    );
    expect(yaml).toBe(
      [
        "# Mission Control view, format 1",
        "slug: shop",
        "name: Shop",
        "tags:",
        "  - shop",
        "sections:",
        "  - id: web",
        "    title: web",
        "    lanes:",
        "      - id: hits",
        "        title: Hits",
        "        expr: |-",
        "          sum(rate(hits_total[5m])) by (job)",
        "            / on (job) x",
        "        unit: ratio",
        "",
      ].join("\n"),
    );
  });

  it("names a panel's kind before what that kind has", () => {
    const panel: Panel = knownPanelSchema.parse({
      kind: "line",
      id: "p",
      place: { x: 0, y: 0, w: 12, h: 6 },
      queries: [{ expr: "up" }],
    });
    const yaml = yamlOfView({
      ...thisMachine,
      tiles: [],
      sections: [{ id: "s", title: "S", lanes: [], panels: [panel] }],
    });
    expect(yaml).toMatch(/- id: p\n {8}kind: line\n {8}place:/);
    expect(yaml).not.toContain("fill");
  });
});
