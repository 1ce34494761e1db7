import { describe, expect, it } from "vitest";
import { readViews } from "../views/read-views.ts";
import { dashboards } from "./fixtures.ts";

const read = (document: unknown) => readViews({ text: JSON.stringify(document) });

describe("a text that is a dashboard of Grafana", () => {
  it("is read as its view, with what could not be carried over", () => {
    const outcome = read(dashboards.blackbox!());
    expect(outcome).toMatchObject({ ok: true, views: [{ slug: "probes", name: "Probes" }] });
    expect(outcome.ok && outcome.notes.map(({ panel }) => panel)).toContain("Not in the file");
  });

  it("may be one of several", () => {
    const outcome = read([dashboards.redis!(), dashboards.mysql!()]);
    expect(outcome.ok && outcome.views.map(({ slug }) => slug)).toEqual(["redis", "mysql"]);
  });

  it("is refused where nothing of it can be drawn, and each panel says why", () => {
    const panels = [{ type: "logs", title: "Log", datasource: { type: "loki" }, targets: [{ expr: "x" }] }];
    expect(read({ title: "Logs", panels })).toMatchObject({
      ok: false,
      faults: [
        { message: "nothing of this dashboard can be drawn here, or it is empty" },
        { message: "“Log”: Not drawn: panels of the kind “logs” have no like here." },
      ],
    });
  });

  it("is refused where it is none that can be read, and says where", () => {
    const outcome = read({ title: "Odd", panels: [{ type: "graph" }, { title: "no type" }] });
    expect(outcome).toMatchObject({
      ok: false,
      faults: [{ code: "invalid_body" }, { path: "panels.1.type" }],
    });
  });
});
