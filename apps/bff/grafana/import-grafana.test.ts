// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Grafana writes variables
import { type KnownPanel, limits, Refusal, type View } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkView } from "../views/check-view.ts";
import { dashboards } from "./fixtures.ts";
import { importGrafana } from "./import-grafana.ts";
import { isDashboard } from "./read-dashboard.ts";

/** The views of a document, each of which can be kept. */
function viewsOf(document: unknown): View[] {
  return importGrafana(document).views.map((view) => {
    const checked = checkView(view, view.slug);
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    return checked.view;
  });
}
const panelsOf = (views: readonly View[]) =>
  views.flatMap(({ sections }) => sections.flatMap(({ panels }) => panels)) as KnownPanel[];

/** Every panel of a dashboard that is no row, in rows and in closed rows too. */
function givenPanels(document: object): { title: string; type: string }[] {
  const inner = "dashboard" in document ? document.dashboard : document;
  const { panels = [], rows = [] } = inner as { panels?: object[]; rows?: { panels: object[] }[] };
  const all = [...panels, ...rows.flatMap((row) => row.panels)] as {
    title: string;
    type: string;
    panels?: { title: string; type: string }[];
  }[];
  return all.flatMap((panel) => (panel.type === "row" ? (panel.panels ?? []) : [panel]));
}

/** A view of lanes that ask what its panels ask: lanes are checked, while a panel says itself what is wrong with it. */
function asLanes(view: View): unknown {
  const exprs = panelsOf([view]).flatMap((panel) => ("queries" in panel ? panel.queries : []));
  const lanes = exprs.map(({ expr }, i) => ({ id: `lane-${i}`, title: `lane ${i}`, expr }));
  return { ...view, sections: [{ id: "all", title: "all", lanes }] };
}

describe.each(Object.entries(dashboards))("the dashboard of %s", (_name, make) => {
  const document = make();

  it("is known as one, and becomes a view that can be kept", () => {
    expect(isDashboard(document)).toBe(true);
    expect(viewsOf(document)).toHaveLength(1);
  });

  it("has every panel drawn, or told of", () => {
    const { notes } = importGrafana(document);
    const drawn = panelsOf(viewsOf(document)).map(({ title }) => title);
    const left = notes.filter(({ message }) => message.startsWith("Not drawn: ")).map(({ panel }) => panel);
    const copies = givenPanels(document).filter((panel) => "repeatPanelId" in panel).length;
    const titles = givenPanels(document).filter((panel) => !("repeatPanelId" in panel));
    expect([...drawn, ...left].sort()).toEqual(titles.map(({ title }) => title).sort());
    expect(notes.filter(({ message }) => message.startsWith("Copies ")).length).toBe(copies);
  });

  it("asks by expressions that lanes of the view could ask by, too", () => {
    const [view] = viewsOf(document);
    expect(panelsOf([view!]).some((panel) => "queries" in panel)).toBe(true);
    expect(checkView(asLanes(view!), view!.slug)).toMatchObject({ ok: true });
  });

  it("has panels on the grid that do not cover each other", () => {
    for (const { panels } of viewsOf(document)[0]!.sections) {
      const cells = new Set<string>();
      for (const { x, y, w, h } of panels.map(({ place }) => place)) {
        expect(x + w).toBeLessThanOrEqual(24);
        for (let i = x; i < x + w; i++)
          for (let j = y; j < y + h; j++) {
            expect(cells.has(`${i} ${j}`)).toBe(false);
            cells.add(`${i} ${j}`);
          }
      }
    }
  });

  it("is the same view when it is imported once more", () => {
    expect(importGrafana(document)).toEqual(importGrafana(structuredClone(document)));
  });
});

describe("what is different", () => {
  const notesOf = (name: string) =>
    importGrafana(dashboards[name]!()).notes.map(({ panel, message }) => `${panel}: ${message}`);

  it("is told of each panel and of the whole", () => {
    expect(notesOf("postgres")).toEqual(
      expect.arrayContaining([
        "Slow queries: Not drawn: query A asks postgres; only Prometheus queries are carried over.",
        "Busiest: It is repeated for each $datname in Grafana; here it stands once.",
        ": Variable $instance offers what a query gives in Grafana; here every value of its label.",
        ": Its marks “Restarts” are left out: here events mark the charts by themselves.",
      ]),
    );
    expect(notesOf("rabbit")).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Broken: Not drawn: query A .* parse error: unclosed left parenthesis\.$/),
        "Odd units: Its unit “furlongs” is not known here: plain numbers are shown.",
      ]),
    );
  });

  it("is nothing more: what has its like here is not told of", () => {
    expect(notesOf("mysql").filter((note) => note.startsWith("Connections"))).toEqual([]);
    expect(notesOf("machine").filter((note) => note.startsWith("Read and written"))).toEqual([]);
  });
});

describe("kinds of panels", () => {
  const panelOf = (name: string, title: string) =>
    panelsOf(viewsOf(dashboards[name]!())).find((panel) => panel.title === title);

  it.each([
    ["machine", "CPU by mode", { kind: "stacked", percent: true, unit: "ratio", min: 0 }],
    ["machine", "CPU busy", { kind: "gauge", unit: "ratio", min: 0, max: 1, warnAt: 0.85, badAt: 0.95 }],
    ["cluster", "Memory used", { kind: "gauge", max: 1, warnAt: 0.65, badAt: 0.9 }],
    ["cluster", "Cores", { kind: "number", reduce: "mean", spark: false }],
    ["cluster", "Network", { kind: "line", log: true, fill: true, unit: "bytes_per_second" }],
    ["itself", "Versions", { kind: "table" }],
    ["itself", "Scrape duration", { kind: "line", unit: "seconds" }],
    ["postgres", "Size by database", { kind: "bars", reduce: "mean", unit: "bytes" }],
    ["redis", "Keys by database", { kind: "bars", horizontal: false }],
    ["redis", "Clients", { kind: "number", reduce: "max", spark: true }],
    ["ingress", "Request times", { kind: "heatmap", unit: "seconds" }],
    ["ingress", "Requests", { kind: "number", spark: true }],
    ["blackbox", "Up", { kind: "lanes" }],
    ["blackbox", "Time against size", { kind: "scatter" }],
    ["blackbox", "From the library", { kind: "line", unit: "seconds" }],
    ["mysql", "Top commands by hour", { kind: "bars", reduce: "sum" }],
    ["mysql", "Buffer pool", { kind: "stacked", percent: true }],
  ])("%s: %s", (name, title, expected) => expect(panelOf(name, title)).toMatchObject(expected));

  it("show what another panel asks where they name it", () => {
    const [own, again] = ["Status", "Same again"].map((title) => panelOf("blackbox", title));
    expect(again).toMatchObject({ queries: (own as { queries: unknown }).queries });
  });

  it("are text without what HTML could run", () => {
    expect(panelOf("cluster", "About")).toMatchObject({
      text: "## Pods\n\nSee [the docs](https://kubernetes.io/docs) & ask.",
    });
  });
});

describe("a dashboard that is too large", () => {
  const panel = (i: number) => ({ id: i, type: "timeseries", title: `p${i}`, targets: [{ expr: "up" }] });
  const many = (count: number) => ({
    title: "Many",
    panels: Array.from({ length: count }, (_, i) => panel(i)),
  });

  it("becomes several views, none of them over what one can have", () => {
    const views = viewsOf(many(limits.panelsPerView * 2 + 1));
    expect(views.map(({ slug }) => slug)).toEqual(["many", "many-part-2", "many-part-3"]);
    expect(panelsOf(views)).toHaveLength(limits.panelsPerView * 2 + 1);
  });

  it.each([
    ["panels", many(1_001), /1000 panels, not 1001/],
    ["characters", { title: "x", panels: [], more: "x".repeat(5 * 1024 * 1024) }, /5 MiB/],
    [
      "levels",
      { title: "x", panels: [], more: JSON.parse("[".repeat(5_000) + "]".repeat(5_000)) },
      /levels deep/,
    ],
    [
      "variables",
      { title: "x", panels: [], templating: { list: Array(201).fill({}) } },
      /200 variables, not 201/,
    ],
  ])("in %s is refused", (_of, document, words) => {
    expect(() => importGrafana(document)).toThrow(Refusal);
    expect(() => importGrafana(document)).toThrow(words);
  });
});

describe("what is no dashboard", () => {
  it.each([
    ["a title of another kind", { title: 5, panels: [] }, /title: a dashboard has a title/],
    ["panels that are none", { title: "x", panels: [{ type: "graph" }, 7] }, /panels\.1/],
    [
      "the newest schema",
      { apiVersion: "dashboard.grafana.app/v2", spec: { elements: {}, layout: {} } },
      /v2 schema/,
    ],
    ["a list", [], /no dashboard/],
    ["nothing", null, /no dashboard/],
  ])("is refused in words: %s", (_name, document, words) => {
    expect(() => importGrafana(document)).toThrow(words);
  });

  it("is a view of ours, or anything else", () => {
    expect(isDashboard({ name: "Shop", sections: [], panels: [] })).toBe(false);
    expect(isDashboard({ name: "Shop" })).toBe(false);
    expect(isDashboard("dashboard")).toBe(false);
  });
});

describe("whatever comes", () => {
  const word = fc.constantFrom(
    ...[
      "graph",
      "timeseries",
      "row",
      "text",
      "stat",
      "heatmap",
      "table",
      "$a",
      "${a:regex}",
      "[[a]]",
      "up{a='$a'}",
    ],
    ...[
      'label_values(up{a="$a"}, a)',
      "query",
      "custom",
      "interval",
      "rate(up[$__range])",
      "ms",
      "percent",
      "red",
    ],
    ...["now-1h", "-- Mixed --", "prometheus", "{{a}} $a", "<b>", "a", "$__all", "a,b", "{", '"', "\ud800"],
  );
  const leaf = fc.oneof(
    word,
    fc.string({ maxLength: 20 }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const key = fc.constantFrom(
    ...[
      "title",
      "type",
      "panels",
      "rows",
      "targets",
      "expr",
      "templating",
      "list",
      "name",
      "query",
      "gridPos",
      "x",
      "y",
    ],
    ...[
      "w",
      "h",
      "fieldConfig",
      "defaults",
      "unit",
      "options",
      "datasource",
      "uid",
      "current",
      "value",
      "thresholds",
    ],
    ...[
      "steps",
      "color",
      "mode",
      "content",
      "legendFormat",
      "height",
      "span",
      "regex",
      "links",
      "url",
      "__proto__",
    ],
    ...[
      "__inputs",
      "__elements",
      "annotations",
      "time",
      "from",
      "to",
      "tags",
      "libraryPanel",
      "repeat",
      "stacking",
    ],
  );
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      leaf,
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(key, tie("any"), { maxKeys: 6 }),
    ),
  }));
  const panel = fc.record(
    {
      type: word,
      title: leaf,
      id: leaf,
      gridPos: fc.record(
        { x: fc.double(), y: fc.double(), w: fc.double(), h: fc.double() },
        { requiredKeys: [] },
      ),
      targets: fc.array(
        fc.record({ expr: word, legendFormat: word, hide: fc.boolean() }, { requiredKeys: ["expr"] }),
      ),
      fieldConfig: any,
      options: any,
      thresholds: any,
      datasource: any,
    },
    { requiredKeys: ["type"] },
  );
  const variable = fc.record(
    {
      name: fc.oneof(fc.constant("a"), leaf),
      type: word,
      query: any,
      current: any,
      regex: word,
      multi: fc.boolean(),
      includeAll: fc.boolean(),
    },
    { requiredKeys: ["name", "type"] },
  );
  const dashboard = fc.record({
    title: word,
    panels: fc.array(panel, { maxLength: 6 }),
    templating: fc.record({ list: fc.array(variable, { maxLength: 4 }) }),
    time: any,
    links: any,
    tags: any,
  });

  it("is refused in words, or becomes views that can be kept, within bounds", () => {
    let seen = 0;
    const law = (document: unknown) => {
      let imported: ReturnType<typeof importGrafana>;
      try {
        imported = importGrafana(document);
      } catch (error) {
        if (error instanceof Refusal) return;
        throw error;
      }
      expect(imported.notes.length).toBeLessThanOrEqual(1_001);
      for (const { message } of imported.notes) expect(message.length).toBeLessThanOrEqual(1_001);
      for (const view of viewsOf(document)) {
        expect(checkView(asLanes(view), view.slug)).toMatchObject({ ok: true });
        seen++;
      }
    };
    fc.assert(fc.property(any, law), { numRuns: 200 });
    fc.assert(fc.property(dashboard, law), { numRuns: 300 });
    expect(seen).toBeGreaterThan(20);
  });
});
