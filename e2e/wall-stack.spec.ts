import { expect, test } from "@playwright/test";
import { lanePixels } from "./lane-pixels.ts";
import { type Running, start, temporaryFolder } from "./process.ts";

const laneOf = (i: number) => ({ id: `lane-${i}`, title: `lane ${i}`, expr: `vector(${i} + 1)` });
const sectionOf = (name: string, from: number) => ({
  id: name,
  title: name,
  lanes: Array.from({ length: 60 }, (_, i) => laneOf(from + i)),
});

test.describe("a long wall", () => {
  const folder = temporaryFolder();
  let running: Running;
  test.beforeAll(async () => {
    running = await start(folder.path);
    const view = { name: "Long", sections: [sectionOf("first", 0), sectionOf("second", 60)] };
    const answer = await fetch(`${running.url}/api/views/long`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(view),
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("has few canvases, which hold what is in sight, and each lane's picture goes where its row goes", async ({
    page,
  }) => {
    await page.goto(`${running.url}/views/long`);
    const lanes = page.getByTestId("lane");
    const of = (i: number) => lanes.and(page.locator(`[data-expr='vector(${i} + 1)']`));
    await expect(lanes).toHaveCount(120);
    await expect.poll(() => lanePixels(of(0))).not.toBe("");
    await page.keyboard.press("Space");
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "paused");
    expect(await page.locator("canvas").count()).toBeLessThanOrEqual(10);
    const empty = () =>
      page
        .locator("canvas")
        // One pixel is what a worker leaves of what it let go of.
        .evaluateAll((all) => all.filter((c) => (c as HTMLCanvasElement).width <= 1).length);
    await expect.poll(empty).toBeGreaterThan(0);

    expect(await lanePixels(of(100))).toBe("");
    await of(100).scrollIntoViewIfNeeded();
    // What came while nobody looked is there to be read.
    await expect(of(100).getByTestId("lane-value")).toHaveAttribute("data-value", "101");
    await expect(of(100).getByRole("img")).toHaveAttribute("aria-label", /latest 101,/);
    // The whole of it, once another look shows the same: it may be drawn in parts.
    let shown = "";
    await expect(async () => {
      const before = shown;
      shown = await lanePixels(of(100));
      expect(shown).not.toBe("");
      expect(shown).toBe(before);
    }).toPass();
    // What was in sight lets go of its pixels, and the row above the one that is in sight folds away.
    await expect.poll(() => lanePixels(of(0))).toBe("");
    await page.getByRole("button", { name: /^first/ }).click();
    await expect(lanes).toHaveCount(60);
    await of(100).scrollIntoViewIfNeeded();
    await expect.poll(() => lanePixels(of(100))).toBe(shown);
  });
});
