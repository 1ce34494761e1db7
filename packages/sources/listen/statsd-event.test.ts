import { describe, expect, it } from "vitest";
import { parseEventLine } from "./statsd-event.ts";

const parse = (line: string) => parseEventLine(new TextEncoder().encode(line));
const bytes = (text: string) => new TextEncoder().encode(text).length;

describe("a DogStatsD event", () => {
  it("becomes an event with all that it says", () => {
    expect(
      parse(
        "_e{9,12}:Disk full|sda1\\nis full|d:1700000000|h:web-1|p:low|t:error|k:disk|s:kernel|#env:prod,service:db",
      ),
    ).toBe("event lengths do not fit its title and text");
    expect(
      parse(
        "_e{9,13}:Disk full|sda1\\nis full|d:1700000000|h:web-1|p:low|t:error|k:disk|s:kernel|#env:prod,service:db",
      ),
    ).toEqual({
      type: "kernel",
      title: "Disk full",
      time: 1_700_000_000_000,
      severity: "error",
      host: "web-1",
      service: "db",
      tags: ["env:prod", "service:db"],
      attributes: { text: "sda1\nis full", priority: "low", aggregation_key: "disk" },
    });
  });

  it("counts its lengths in bytes, and its title may hold a bar", () => {
    const [title, text] = ["a|b é", "🔥"];
    expect(parse(`_e{${bytes(title)},${bytes(text)}}:${title}|${text}`)).toMatchObject({
      type: "event",
      title,
      severity: "info",
      attributes: { text },
    });
  });

  it.each([
    ["_e{1}:a|b", "event without _e{title length,text length}:"],
    ["_e{1,1}a|b", "event without _e{title length,text length}:"],
    ["_e{1,9}:a|b", "event lengths do not fit its title and text"],
    ["_e{1,1}:a|bc", "event lengths do not fit its title and text"],
  ])("is refused: %s", (line, reason) => {
    expect(parse(line)).toBe(reason);
  });

  it("is refused when what it says cannot be an event's", () => {
    expect(parse("_e{1,1}:a|b|d:yesterday")).toMatch(/^event: time /);
    expect(parse(`_e{1,1}:a|b|h:${"x".repeat(300)}`)).toMatch(/^event: host /);
  });
});
