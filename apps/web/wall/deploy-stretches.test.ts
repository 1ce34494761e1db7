import type { Deploy, DeployStatus } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deployStretches, flagText, worstTone } from "./deploy-stretches.ts";

const mark = (timeMs: number, status: DeployStatus, more: Partial<Deploy> = {}): Deploy => ({
  id: `${timeMs} ${status}`,
  timeMs,
  service: "api",
  host: "",
  version: "v412",
  status,
  kind: "release",
  author: "",
  environment: "production",
  title: "",
  link: "",
  ...more,
});
const told = (...marks: Deploy[]) =>
  deployStretches(marks).map(({ timeMs, endMs, undoneMs, tone }) => ({ timeMs, endMs, undoneMs, tone }));

describe("deploys", () => {
  it("that started and finished are one, as long as it took", () => {
    const once = { timeMs: 10, endMs: 90, undoneMs: undefined };
    expect(told(mark(10, "started"), mark(90, "finished"))).toEqual([{ ...once, tone: "normal" }]);
    expect(told(mark(10, "started"), mark(90, "failed"))).toEqual([{ ...once, tone: "bad" }]);
  });

  it("that only one mark tells of have no length", () => {
    expect(told(mark(10, "finished"))).toEqual([
      { timeMs: 10, endMs: undefined, undoneMs: undefined, tone: "normal" },
    ]);
    expect(told(mark(10, "started"))[0]).toMatchObject({ endMs: undefined, tone: "running" });
  });

  it("that were rolled back are bad, and their undoing stands where it happened", () => {
    expect(told(mark(10, "started"), mark(90, "finished"), mark(600, "rolled_back"))).toEqual([
      { timeMs: 10, endMs: 90, undoneMs: 600, tone: "bad" },
      { timeMs: 600, endMs: undefined, undoneMs: undefined, tone: "undo" },
    ]);
    expect(told(mark(10, "started"), mark(600, "rolled_back"))).toEqual([
      { timeMs: 10, endMs: 600, undoneMs: 600, tone: "bad" },
      { timeMs: 600, endMs: undefined, undoneMs: undefined, tone: "undo" },
    ]);
  });

  it("of another service, version, machine, kind or environment are others", () => {
    const others: Partial<Deploy>[] = [
      { service: "web" },
      { version: "v413" },
      { host: "api-4" },
      { kind: "provisioning" },
      { environment: "staging" },
    ];
    for (const other of others) {
      expect(told(mark(10, "started"), mark(90, "finished", other)).map(({ tone }) => tone)).toEqual([
        "running",
        "normal",
      ]);
    }
  });

  it("that start again before they ended are two", () => {
    const tones = told(mark(1, "started"), mark(2, "started"), mark(3, "finished"), mark(4, "finished"));
    expect(tones.map(({ tone }) => tone)).toEqual(["running", "normal", "normal"]);
  });

  it("learn at their end what was not known before", () => {
    const [only] = deployStretches([
      mark(1, "started", { title: "Prices" }),
      mark(9, "finished", { author: "bolt", title: "late", link: "https://deploys.example.com/api" }),
    ]);
    expect(only).toMatchObject({ title: "Prices", author: "bolt", link: "https://deploys.example.com/api" });
  });

  it("have only the title that someone gave them", () => {
    const titles = (title: string) => deployStretches([mark(1, "finished", { title })])[0]?.title;
    expect([titles("api v412 deployed"), titles("Prices")]).toEqual(["", "Prices"]);
  });

  it("stay in order, each mark is in one of them, and none ends before it began", () => {
    const any = fc.record({
      status: fc.constantFrom<DeployStatus>("started", "finished", "failed", "rolled_back"),
      version: fc.constantFrom("v1", "v2"),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (list) => {
        const marks = list.map(({ status, version }, i) => mark(i, status, { version }));
        const stretches = deployStretches(marks);
        const times = stretches.map(({ timeMs }) => timeMs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        const seen = new Set(stretches.flatMap(({ timeMs, endMs, undoneMs }) => [timeMs, endMs, undoneMs]));
        for (const { timeMs } of marks) expect(seen).toContain(timeMs);
        for (const { timeMs, endMs } of stretches) expect(endMs ?? timeMs).toBeGreaterThanOrEqual(timeMs);
      }),
    );
  });

  it("are named by what they are about", () => {
    const named = (more: Partial<Deploy>, status: DeployStatus = "finished") =>
      flagText(deployStretches([mark(1, status, more)])[0]!);
    expect(named({})).toBe("api v412");
    expect(named({}, "rolled_back")).toBe("rollback v412");
    expect(named({ version: "" }, "rolled_back")).toBe("rollback api");
    expect(named({ kind: "provisioning", version: "", host: "api-4" })).toBe("api-4");
    expect(named({ kind: "dns", service: "www", version: "" })).toBe("www");
  });

  it("of several show the tone that most wants to be looked at", () => {
    expect(worstTone([{ tone: "normal" }, { tone: "bad" }, { tone: "undo" }])).toBe("bad");
    expect(worstTone([{ tone: "normal" }, { tone: "running" }])).toBe("running");
    expect(worstTone([])).toBe("normal");
  });
});
