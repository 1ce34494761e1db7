import type { Event } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { shownNoticeOf } from "./shown-notice.ts";

const event = (attributes: Event["attributes"], type = "notice"): Event => ({
  id: "e1",
  timeMs: 0,
  type,
  subType: "",
  title: "[firing] api is slow",
  severity: "error",
  service: "",
  host: "",
  tags: [],
  attributes,
  fingerprint: "",
});

describe("an event that brings a notice", () => {
  it("is shown with its words, once for each notice", () => {
    const told = event({ channel: "desk", notice: "n1", words: "412 ms", link: "/alerts?at=5" });
    expect(shownNoticeOf(told)).toEqual({
      tag: "n1",
      title: "[firing] api is slow",
      body: "412 ms",
      path: "/alerts?at=5",
    });
  });

  it("leads nowhere but to a page of ours", () => {
    for (const link of ["https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)", ""])
      expect(shownNoticeOf(event({ channel: "desk", notice: "n1", link }))?.path).toBeUndefined();
  });

  it("is no other event", () => {
    expect(shownNoticeOf(event({ channel: "desk" }, "alert"))).toBeUndefined();
    expect(shownNoticeOf(event({}))).toBeUndefined();
  });
});
