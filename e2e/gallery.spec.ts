import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const NOON = new Date("2026-03-04T12:00:00Z");

/** How many columns, from the right, are compared: not all, as their number follows from the layout. */
const COLUMNS = 300;

const modes = [
  "bands",
  "ramps",
  "offset",
  "mirror",
  "automatic",
  "shared",
  "fixed",
  "log",
  "columns",
  "gaps",
  "comparison",
  "line",
  "axis",
  "events",
];

/** Brings something into sight and waits until every canvas in it is drawn. */
async function drawn(place: Locator): Promise<void> {
  await place.evaluate((element) => element.scrollIntoView());
  await expect
    .poll(() =>
      place
        .locator("canvas")
        .evaluateAll((all) => all.every((canvas) => (canvas as HTMLCanvasElement).width > 0)),
    )
    .toBe(true);
  await place.evaluate(async () => {
    // What lanes share is fitted once all of them are there.
    for (let i = 0; i < 3; i++) await new Promise((next) => requestAnimationFrame(next));
  });
}

/** The newest columns of all canvases in a place, one below the other: pixels as they were painted, without any text. */
async function pixelsOf(place: Locator): Promise<Buffer> {
  const url = await place.evaluate((element, columns) => {
    const canvases = [...element.querySelectorAll("canvas")];
    const sheet = document.createElement("canvas");
    sheet.width = columns;
    sheet.height = canvases.reduce((sum, canvas) => sum + canvas.height, 0);
    const target = sheet.getContext("2d")!;
    let y = 0;
    for (const canvas of canvases) {
      const { width, height } = canvas;
      target.drawImage(canvas, width - columns, 0, columns, height, 0, y, columns, height);
      y += height;
    }
    return sheet.toDataURL();
  }, COLUMNS);
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

const lanes = (page: Page) => page.getByTestId("five-hundred").getByTestId("gallery-lane");

/** The picture of one of the 500. */
const pictureOf = (page: Page, at: number) =>
  lanes(page)
    .nth(at)
    .locator("canvas")
    .evaluate((canvas: HTMLCanvasElement) => (canvas.width === 0 ? "" : canvas.toDataURL()));

const columnsOf = (page: Page) =>
  lanes(page)
    .first()
    .locator("canvas")
    .evaluate((canvas: HTMLCanvasElement) => canvas.width);

async function choose(page: Page, name: RegExp, choice: string): Promise<void> {
  await page.getByRole("toolbar").getByRole("button", { name }).click();
  await page.getByRole("menuitemradio", { name: choice }).click();
  await expect(page.getByRole("menu")).toHaveCount(0);
}

/** Lets a test say whether the page is hidden, and counts how often each canvas is put to. */
function watchCanvases(): void {
  const puts = new Map<HTMLCanvasElement, number>();
  let hidden = false;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...given: unknown[]) {
    puts.set(this.canvas, (puts.get(this.canvas) ?? 0) + 1);
    (put as (...all: unknown[]) => void).apply(this, given);
  };
  Object.assign(window, {
    hide(next: boolean) {
      hidden = next;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    takePuts() {
      const counts = [...puts.values()];
      puts.clear();
      return counts;
    },
  });
}

test.describe("the gallery", () => {
  // Two cores that are shared take a minute to paint all of it.
  test.slow();
  const folder = temporaryFolder();
  let running: Running;
  const faults: string[] = [];

  test.beforeAll(async () => {
    running = await start(folder.path);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  const open = async (page: Page) => {
    await page.goto(`${running.url}/gallery`);
    await expect(lanes(page)).toHaveCount(500);
    await drawn(lanes(page).first());
  };

  for (const colorScheme of ["dark", "light"] as const) {
    test(`paints each mode as it did before, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.clock.setFixedTime(NOON);
      await open(page);
      for (const mode of modes) {
        const place = page.locator(`#${mode}`);
        await drawn(place);
        expect.soft(await pixelsOf(place)).toMatchSnapshot(`gallery-${mode}-${colorScheme}.png`, {
          maxDiffPixelRatio: 0.001,
          threshold: 0.02,
        });
      }
      const shown = await page.locator(".exhibit").evaluateAll((all) => all.map(({ id }) => id));
      expect(shown).toEqual(modes);
    });

    test(`has nothing that axe finds, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 850 });
        await open(page);
        const { violations } = await new AxeBuilder({ page })
          // Fifty groups alike: looking at each for its contrast takes minutes.
          .exclude(".five-hundred section:nth-of-type(n+2)")
          .analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
        ).toEqual([]);
      }
    });
  }

  test("runs 500 lanes, which can be changed while they run", async ({ page }) => {
    await open(page);
    const first = await pictureOf(page, 0);
    await expect.poll(() => pictureOf(page, 0)).not.toBe(first);
    await drawn(lanes(page).last());
    // What is out of sight holds no pixels.
    await expect.poll(() => pictureOf(page, 0)).toBe("");
    await drawn(lanes(page).first());

    const columns = await columnsOf(page);
    await choose(page, /^Width/, "3 px a column");
    await expect.poll(() => columnsOf(page)).toBe(Math.ceil(columns / 3));
    const pauseButton = page.getByTestId("gallery-live").getByRole("button");
    await pauseButton.click();
    for (const [name, choice] of [
      [/^Bands/, "8 bands"],
      [/^Scale/, "Logarithmic"],
      [/^Ramps/, "Safe colours"],
      [/^Step/, "15 s a column"],
    ] as const) {
      const before = await pictureOf(page, 0);
      await choose(page, name, choice);
      await expect.poll(() => pictureOf(page, 0)).not.toBe(before);
    }
    await pauseButton.click();
    await choose(page, /^Step/, "1 s a column");
    const moving = await pictureOf(page, 0);
    await expect.poll(() => pictureOf(page, 0)).not.toBe(moving);
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "live");
  });

  test("is dragged into the past and comes back by a double click", async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await open(page);
    const live = await pictureOf(page, 0);
    const box = (await lanes(page).nth(3).boundingBox())!;
    await page.mouse.move(box.x + 400, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 700, box.y + 8, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "paused");
    await expect.poll(() => pictureOf(page, 0)).not.toBe(live);
    await page.mouse.dblclick(box.x + 500, box.y + 8);
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "live");
    await expect.poll(() => pictureOf(page, 0)).toBe(live);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 240);
    await page.keyboard.up("Control");
    await expect(page.getByRole("button", { name: /^Step: 5 s/ })).toBeVisible();
  });

  test("has one moment under the rule everywhere, moved by keys", async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await open(page);
    const moments = page.getByTestId("gallery-moment");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    const zone = await page.evaluate(() => new Date(Date.now() - 10_000).toTimeString().slice(0, 8));
    await expect(moments).toHaveText([zone, zone]);
    await page.keyboard.press("Escape");
    await expect(moments.first()).toBeHidden();
    await page.keyboard.press(" ");
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "paused");
  });

  test("stands still for who asked for less motion, until started", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.clock.install({ time: NOON });
    await open(page);
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "paused");
    const still = await pictureOf(page, 0);
    await page.clock.runFor(20_000);
    expect(await pictureOf(page, 0)).toBe(still);
    await page.getByTestId("gallery-live").getByRole("button").click();
    await page.clock.runFor(2_000);
    await expect.poll(() => pictureOf(page, 0)).not.toBe(still);
  });

  test("outlives a window without width", async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await open(page);
    const before = await pictureOf(page, 0);
    const show = (display: string) =>
      page.locator("main").evaluate((main, value) => {
        main.style.display = value;
      }, display);
    await show("none");
    await expect.poll(() => columnsOf(page)).toBe(0);
    await show("");
    await expect.poll(() => pictureOf(page, 0)).toBe(before);
  });

  test("does nothing while it is hidden, and catches up at once", async ({ page }) => {
    await page.addInitScript(watchCanvases);
    await page.clock.install({ time: NOON });
    await open(page);
    await page.clock.pauseAt(new Date(NOON.getTime() + 60_000));
    await page.clock.runFor(3_000);
    const before = await pictureOf(page, 0);
    await page.evaluate("hide(true); takePuts()");
    await page.clock.runFor(30_000);
    expect(await page.evaluate("takePuts()")).toEqual([]);
    expect(await pictureOf(page, 0)).toBe(before);
    await page.evaluate("hide(false)");
    await page.clock.runFor(100);
    const puts = (await page.evaluate("takePuts()")) as number[];
    expect(puts.length).toBeGreaterThan(10);
    expect(new Set(puts)).toEqual(new Set([1]));
    expect(await pictureOf(page, 0)).not.toBe(before);
  });
});
