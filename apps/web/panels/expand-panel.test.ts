import { type Panel, panelSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { expandPanel } from "./expand-panel.ts";

const by = { expr: (text: string) => `expr(${text})`, words: (text: string) => `words(${text})` };
const place = { x: 0, y: 0, w: 4, h: 4 };
const expanded = (panel: object): Panel => expandPanel(panelSchema.parse({ id: "a", place, ...panel }), by);

describe("a panel with what is chosen", () => {
  it("asks and is named by it, whatever its kind", () => {
    expect(
      expanded({ kind: "line", title: "t", queries: [{ expr: "up", legend: "l" }, { expr: "x" }] }),
    ).toMatchObject({
      title: "words(t)",
      queries: [{ expr: "expr(up)", legend: "words(l)" }, { expr: "expr(x)" }],
    });
    expect(expanded({ kind: "probes", up: "a", duration: "b" })).toMatchObject({
      up: "expr(a)",
      duration: "expr(b)",
    });
    expect(expanded({ kind: "text", text: "# $service" })).toMatchObject({ text: "words(# $service)" });
    expect(expanded({ kind: "events", search: "$service" })).toMatchObject({ search: "words($service)" });
  });

  it("of a kind that is not known is left as it came", () => {
    const odd = { kind: "hologram", queries: "none of ours", up: 3 };
    expect(expanded(odd)).toMatchObject(odd);
  });
});
