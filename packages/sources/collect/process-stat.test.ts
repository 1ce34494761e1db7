import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { processLine } from "./fake-proc.ts";
import { parseProcessStat } from "./process-stat.ts";

describe("a process' stat line", () => {
  it("is read whatever its command is called", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 15 }), fc.nat(), fc.nat(), (name, user, pages) => {
        const stat = parseProcessStat(processLine({ pid: 42, name, user, system: 7, start: 9, pages }));
        expect(stat).toEqual({
          pid: 42,
          group: name,
          userTicks: user,
          systemTicks: 7,
          startTicks: 9,
          residentPages: pages,
        });
      }),
    );
  });

  it("puts the kernel's threads of one purpose together", () => {
    const group = (name: string, parent: number) =>
      parseProcessStat(processLine({ pid: 9, name, parent, user: 0 }))?.group;
    expect(group("kworker/0:1-events", 2)).toBe("kworker");
    expect(group("a/b", 1)).toBe("a/b");
  });

  it("is none where it is cut or empty", () => {
    for (const text of ["", "42", "42 (sh", "42 (sh) S 1", ")("])
      expect(parseProcessStat(text)).toBeUndefined();
  });
});
