import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { capacity } from "../company/capacity.ts";
import { createFiles } from "./files.ts";

describe("files that are not closed", () => {
  it("grow evenly up to the limit, and are all closed at the end", () => {
    const clock = manualClock();
    const open = new Set<number>();
    let opened = 0;
    const files = createFiles({
      clock,
      filesPerMinute: () => 60,
      open() {
        const id = opened++;
        open.add(id);
        return () => open.delete(id);
      },
    });
    const atRest = files.count();
    clock.advance(120_000);
    expect(files.count()).toBe(atRest + 120);
    expect(files.atLimit()).toBe(false);
    clock.advance(600_000);
    const most = capacity.openFiles - atRest;
    expect([files.count(), open.size, opened]).toEqual([capacity.openFiles, most, most]);
    expect(files.atLimit()).toBe(true);
    files.stop();
    clock.advance(60_000);
    expect([files.count(), open.size, opened]).toEqual([atRest, 0, most]);
  });

  it("are none where nothing is wrong", () => {
    const clock = manualClock();
    const files = createFiles({ clock, filesPerMinute: () => 0 });
    const atRest = files.count();
    clock.advance(3_600_000);
    expect(files.count()).toBe(atRest);
  });
});
