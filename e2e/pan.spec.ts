import { expect, type Page, test } from "@playwright/test";
import { lanePixels } from "./lane-pixels.ts";
import { type Running, start, temporaryFolder } from "./process.ts";

const state = (page: Page) => page.getByTestId("live-status");

/** Where the wall stands still, by its address. */
const pauseOf = (page: Page) => Number(new URL(page.url()).searchParams.get("pause") ?? Number.NaN);

/** Opens the wall; resolves once its first lane has a value. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByTestId("lane-value").first()).toHaveAttribute("data-value", /\d/);
}

/** Puts the pointer in the middle of the first lane, and tells where; rows come and go with the data of what is looked at. */
async function pointAtLane(page: Page) {
  const place = { x: 0, y: 0 };
  await expect(async () => {
    const lane = page.getByTestId("lane").first();
    // Once it stands still: what is above it comes later.
    await lane.hover({ timeout: 2_000 });
    const box = await lane.boundingBox();
    expect(box).not.toBeNull();
    Object.assign(place, { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 });
  }).toPass();
  await page.mouse.move(place.x, place.y);
  return place;
}

/** The moment under the pointer, ms. */
const momentOf = async (page: Page) => Number(await page.getByTestId("rule").getAttribute("data-time-ms"));

/** Drags from the middle of the first lane, in many moves. */
async function drag(page: Page, byX: number): Promise<void> {
  const { x, y } = await pointAtLane(page);
  await page.mouse.down();
  await page.mouse.move(x + byX, y, { steps: 12 });
  await page.mouse.up();
}

/** What the first lane shows. */
const picture = (page: Page) => lanePixels(page.getByTestId("lane").first());

test.describe("the wall moved by hand", () => {
  const folder = temporaryFolder();
  let running: Running;
  test.beforeAll(async () => {
    running = await start(folder.path);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("is dragged into the past, stands still there, and a link shows the same", async ({ page }) => {
    await open(page, running.url);
    const opened = Date.now();
    await drag(page, 300);
    await expect.poll(() => pauseOf(page)).toBeLessThan(opened);
    await expect(state(page)).toHaveAttribute("data-state", "paused");
    const pause = pauseOf(page);
    // A drag is no click: nothing was pinned.
    expect(new URL(page.url()).searchParams.get("at")).toBeNull();
    await drag(page, 100);
    await expect.poll(() => pauseOf(page)).toBeLessThan(pause);
    const link = page.url();
    const shown = await picture(page);
    await page.reload();
    await expect(state(page)).toHaveAttribute("data-state", "paused");
    await expect.poll(() => picture(page)).toBe(shown);
    expect(page.url()).toBe(link);
  });

  test("comes back to live where it is dragged to the right edge, by Escape and by a double click", async ({
    page,
  }) => {
    await open(page, running.url);
    await drag(page, 200);
    await expect(state(page)).toHaveAttribute("data-state", "paused");
    await page.keyboard.press("Escape");
    await expect(state(page)).toHaveAttribute("data-state", "live");
    await expect.poll(() => pauseOf(page)).toBeNaN();

    await drag(page, 200);
    await expect(state(page)).toHaveAttribute("data-state", "paused");
    await drag(page, -400);
    await expect(state(page)).toHaveAttribute("data-state", "live");

    await drag(page, 200);
    await expect(state(page)).toHaveAttribute("data-state", "paused");
    const { x, y } = await pointAtLane(page);
    await page.mouse.dblclick(x, y);
    await expect(state(page)).toHaveAttribute("data-state", "live");
  });

  test("is zoomed by the wheel with Control, about the moment under the pointer", async ({ page }) => {
    await open(page, `${running.url}/?range=3h`);
    await pointAtLane(page);
    await expect.poll(() => momentOf(page)).toBeGreaterThan(0);
    const moment = await momentOf(page);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -120);
    await expect.poll(() => new URL(page.url()).searchParams.get("range")).toBe("1h");
    await expect.poll(() => pauseOf(page)).not.toBeNaN();
    // Columns of three hours are 20 s long at most.
    await expect.poll(async () => Math.abs((await momentOf(page)) - moment)).toBeLessThan(40_000);
    await page.mouse.wheel(0, 120);
    await page.keyboard.up("Control");
    await expect.poll(() => new URL(page.url()).searchParams.get("range")).toBe("3h");
    await expect.poll(async () => Math.abs((await momentOf(page)) - moment)).toBeLessThan(40_000);
  });

  test("goes sideways with the wheel, and leaves scrolling up and down to the page", async ({ page }) => {
    await open(page, running.url);
    await pointAtLane(page);
    await page.mouse.wheel(0, 60);
    expect(pauseOf(page)).toBeNaN();
    await page.mouse.wheel(-240, 0);
    await expect.poll(() => pauseOf(page)).not.toBeNaN();
    await expect(state(page)).toHaveAttribute("data-state", "paused");
  });
});
