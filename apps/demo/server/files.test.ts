import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createFiles, FILE_LIMIT } from "./files.ts";

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
    clock.advance(120_000);
    expect(files.count()).toBe(120);
    expect(files.atLimit()).toBe(false);
    clock.advance(600_000);
    expect([files.count(), open.size, opened]).toEqual([FILE_LIMIT, FILE_LIMIT, FILE_LIMIT]);
    expect(files.atLimit()).toBe(true);
    files.stop();
    clock.advance(60_000);
    expect([files.count(), open.size, opened]).toEqual([0, 0, FILE_LIMIT]);
  });

  it("are none where nothing is wrong", () => {
    const clock = manualClock();
    const files = createFiles({ clock, filesPerMinute: () => 0 });
    clock.advance(3_600_000);
    expect(files.count()).toBe(0);
  });
});
