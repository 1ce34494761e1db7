import type { Event } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { faceOf } from "./event-kinds.ts";
import { eventDetail } from "./event-words.ts";

const event = (type: string, more: Partial<Event> = {}): Event => ({
  id: "e",
  timeMs: 312_000,
  type,
  subType: "",
  title: "",
  severity: "info",
  service: "api",
  host: "",
  tags: [],
  attributes: {},
  fingerprint: "f",
  ...more,
});
const deploy = (kind: string, status: string, more = {}) =>
  event("deploy", { attributes: { kind, status, version: "v412", author: "bolt", ...more } });
const told = (one: Event) => {
  const { icon, tone, title } = faceOf(one);
  return [icon, tone, title];
};

describe("an event in plain words", () => {
  it.each([
    ["release", "started", "release", "told", "api v412 deploy started"],
    ["release", "finished", "release", "done", "api v412 deployed"],
    ["release", "failed", "release", "bad", "api v412 deploy failed"],
    ["release", "rolled_back", "undo", "good", "api v412 rolled back"],
    ["dns", "finished", "dns", "done", "api v412 DNS changed"],
    ["dns", "rolled_back", "undo", "good", "api v412 DNS change rolled back"],
    ["cluster", "failed", "cluster", "bad", "api v412 cluster change failed"],
    ["provisioning", "started", "provisioning", "told", "api v412 provisioning started"],
  ])("tells a %s deploy that is %s", (kind, status, ...words) => {
    expect(told(deploy(kind, status))).toEqual(words);
  });

  it("tells of every kind by an icon and a tone of its own", () => {
    const bad = { severity: "critical", title: "PoolError: could not obtain database connection" } as const;
    expect(told(event("exception", { ...bad, subType: "connection_pool_exhausted" }))).toEqual([
      "pool",
      "bad",
      "Connection pool exhausted",
    ]);
    expect(told(event("exception", { ...bad, subType: "too_many_open_files" }))[0]).toBe("files");
    expect(told(event("health", { title: "web-2 of web is down", attributes: { status: "down" } }))).toEqual([
      "down",
      "bad",
      "web-2 of web is down",
    ]);
    expect(told(event("health", { attributes: { status: "up" } })).slice(0, 2)).toEqual(["up", "good"]);
    for (const status of ["maintenance", "draining"]) {
      expect(told(event("health", { attributes: { status } })).slice(0, 2)).toEqual(["maintenance", "told"]);
    }
    expect(told(event("probe", { severity: "error" })).slice(0, 2)).toEqual(["probe", "bad"]);
    expect(told(event("probe")).slice(0, 2)).toEqual(["probe", "good"]);
    expect(told(event("certificate", { severity: "warning" })).slice(0, 2)).toEqual(["certificate", "warn"]);
    expect(told(event("mention", { attributes: { kind: "flurry" } }))[0]).toBe("flurry");
    expect(told(event("mention"))[0]).toBe("mention");
    expect(told(event("alert", { severity: "error" })).slice(0, 2)).toEqual(["alert", "bad"]);
    expect(told(event("alert", { attributes: { status: "resolved" } })).slice(0, 2)).toEqual([
      "alert",
      "good",
    ]);
    expect(told(event("log", { severity: "error" })).slice(0, 2)).toEqual(["log", "bad"]);
    expect(told(event("error", { severity: "error" })).slice(0, 2)).toEqual(["error", "bad"]);
    expect(told(event("slow_thing", { severity: "warning" }))).toEqual(["warning", "warn", "slow thing"]);
    expect(told(event("note"))[0]).toBe("note");
  });

  it("says where, how often and of what kind, each once", () => {
    const error = event("exception", {
      subType: "connection_pool_exhausted",
      title: "could not obtain database connection",
      host: "api-3",
    });
    const row = { key: "k", event: error, count: 412, firstMs: 0, places: ["api-3"] };
    expect(eventDetail(row)).toBe("api-3 · 412 in 5 min · could not obtain database connection");
    expect(eventDetail({ ...row, places: ["api-1", "api-2", "api-3"] })).toContain("3 machines · 412");
    expect(eventDetail({ ...row, event: { ...error, host: "" }, count: 1, places: [] })).toBe(
      "api · could not obtain database connection",
    );
    const undone = deploy("release", "rolled_back");
    expect(
      eventDetail({ ...row, event: { ...undone, title: "Rolled back to v411" }, count: 1, places: [] }),
    ).toBe("by bolt · Rolled back to v411");
  });
});
