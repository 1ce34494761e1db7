import { isDeepStrictEqual } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { lanePixels } from "./lane-pixels.ts";
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

/** Brings a mode into sight and waits until every canvas in it is drawn. */
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

/** The newest columns of all canvases of a mode, one below the other: pixels as they were painted, without any text. */
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

/** The picture of one of the 500, "" where there is none. */
const pictureOf = (page: Page, at: number) => lanePixels(lanes(page).nth(at));

/** Brings one of the 500 into sight and waits for its picture. */
async function seen(lane: Locator): Promise<void> {
  await lane.evaluate((element) => element.scrollIntoView());
  await expect.poll(() => lanePixels(lane)).not.toBe("");
}

/** Waits until the first lane shows another picture, and tells it. */
async function changed(page: Page, before: string): Promise<string> {
  let picture = "";
  await expect(async () => {
    picture = await pictureOf(page, 0);
    expect(picture).not.toBe("");
    expect(picture).not.toBe(before);
  }).toPass();
  return picture;
}

/** How many pixels the first lane's picture is wide and high; a PNG begins with both. */
async function sizeOf(page: Page): Promise<{ columns: number; rows: number }> {
  const picture = await pictureOf(page, 0);
  const bytes = Buffer.from(picture.slice(picture.indexOf(",") + 1), "base64");
  return picture === ""
    ? { columns: 0, rows: 0 }
    : { columns: bytes.readUInt32BE(16), rows: bytes.readUInt32BE(20) };
}

const columnsOf = async (page: Page) => (await sizeOf(page)).columns;

async function choose(page: Page, name: RegExp, choice: string): Promise<void> {
  await page.getByRole("toolbar").getByRole("button", { name }).click();
  await page.getByRole("menuitemradio", { name: choice }).click();
  await expect(page.getByRole("menu")).toHaveCount(0);
}

/** What a page drew: how often each canvas was put to, and how often the worker was told to draw. */
interface Drawn {
  readonly puts: readonly number[];
  readonly messages: number;
}

/** Lets a test say whether the page is hidden, and take what it drew since it last took that. */
function watchDrawing(): void {
  const puts = new Map<HTMLCanvasElement, number>();
  let messages = 0;
  let hidden = false;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...given: unknown[]) {
    puts.set(this.canvas, (puts.get(this.canvas) ?? 0) + 1);
    (put as (...all: unknown[]) => void).apply(this, given);
  };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...given: unknown[]) {
    const [message] = given;
    if (Array.isArray(message) && message.some((each) => each.do === "draw")) messages++;
    (post as (...all: unknown[]) => void).apply(this, given);
  };
  Object.assign(window, {
    hide(next: boolean) {
      hidden = next;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    takeDrawn() {
      const drawn = { puts: [...puts.values()], messages };
      puts.clear();
      messages = 0;
      return drawn;
    },
  });
}

const takeDrawn = (page: Page) => page.evaluate<Drawn>("takeDrawn()");

const nothing: Drawn = { puts: [], messages: 0 };

/** Waits until a page that stands still draws no more: one look may fall between two frames. */
async function settled(page: Page): Promise<void> {
  let still = 0;
  await expect
    .poll(async () => {
      still = isDeepStrictEqual(await takeDrawn(page), nothing) ? still + 1 : 0;
      return still;
    })
    .toBeGreaterThan(1);
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
    await seen(lanes(page).first());
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

  test("runs 500 lanes on few canvases, which can be changed while they run", async ({ page }) => {
    await open(page);
    await expect(lanes(page).locator("canvas")).toHaveCount(0);
    expect(await page.getByTestId("five-hundred").locator("canvas").count()).toBeLessThan(50);
    await changed(page, await pictureOf(page, 0));
    // The last ones; what the very last shows has no errors for long, and no pixels then.
    await seen(lanes(page).nth(498));
    // What is out of sight holds no pixels.
    await expect.poll(() => pictureOf(page, 0)).toBe("");
    await seen(lanes(page).first());

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
      await changed(page, before);
    }
    await pauseButton.click();
    await choose(page, /^Step/, "1 s a column");
    await changed(page, await pictureOf(page, 0));
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "live");
  });

  test("follows the page's colours and the screen's pixels", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.clock.setFixedTime(NOON);
    await open(page);
    const dark = await pictureOf(page, 0);
    const size = await sizeOf(page);
    await page.emulateMedia({ colorScheme: "light" });
    await changed(page, dark);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => pictureOf(page, 0)).toBe(dark);
    const screen = await page.context().newCDPSession(page);
    const { width, height } = page.viewportSize()!;
    for (const ratio of [2, 1]) {
      // Another height, too: an emulated screen of the same size asks no media query anew.
      const metrics = { width, height: height - ratio, deviceScaleFactor: ratio, mobile: false };
      await screen.send("Emulation.setDeviceMetricsOverride", metrics);
      await expect.poll(() => sizeOf(page)).toEqual({ columns: size.columns, rows: ratio * size.rows });
    }
    await expect.poll(() => pictureOf(page, 0)).toBe(dark);
  });

  test("is drawn by the page where its worker cannot be had", async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await open(page);
    const picture = await pictureOf(page, 0);
    let asked = 0;
    await page.route(/lanes\.worker/, (route) => {
      asked++;
      return route.abort();
    });
    await page.reload();
    await expect.poll(() => pictureOf(page, 0)).toBe(picture);
    expect(asked).toBe(1);
  });

  test("is drawn by the page where a worker cannot be made", async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await open(page);
    const picture = await pictureOf(page, 0);
    const forbidden = "class { constructor() { throw new DOMException('', 'SecurityError'); } }";
    for (const worker of ["undefined", forbidden]) {
      await page.addInitScript(`window.Worker = ${worker}`);
      await page.reload();
      await expect.poll(() => pictureOf(page, 0)).toBe(picture);
    }
  });

  test("is dragged into the past and comes back by a double click", async ({ page }) => {
    await page.clock.setFixedTime(NOON);
    await open(page);
    const live = await pictureOf(page, 0);
    // What is above is laid out as it comes, and moves it.
    await lanes(page)
      .nth(3)
      .hover({ position: { x: 400, y: 8 } });
    const box = (await lanes(page).nth(3).boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(box.x + 700, box.y + 8, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "paused");
    await changed(page, live);
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
    await page.addInitScript(watchDrawing);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.clock.install({ time: NOON });
    await open(page);
    await expect(page.getByTestId("gallery-live")).toHaveAttribute("data-state", "paused");
    await settled(page);
    const still = await pictureOf(page, 0);
    await page.clock.runFor(20_000);
    expect(await takeDrawn(page)).toEqual(nothing);
    expect(await pictureOf(page, 0)).toBe(still);
    await page.getByTestId("gallery-live").getByRole("button").click();
    await page.clock.runFor(2_000);
    await changed(page, still);
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
    await page.addInitScript(watchDrawing);
    await page.clock.install({ time: NOON });
    await open(page);
    // Later than a slow machine takes to come here.
    await page.clock.pauseAt(new Date(NOON.getTime() + 600_000));
    await takeDrawn(page);
    await page.clock.runFor(3_000);
    // As long as it is seen it draws each second.
    expect((await takeDrawn(page)).messages).toBeGreaterThan(1);
    const hidden: Drawn[] = [];
    let before = "";
    await expect(async () => {
      await page.evaluate("hide(true); takeDrawn()");
      before = await pictureOf(page, 0);
      await page.clock.runFor(30_000);
      hidden.push(await takeDrawn(page));
      await page.evaluate("hide(false)");
      await page.clock.runFor(100);
      const { puts, messages } = await takeDrawn(page);
      // Once for all that passed; more where the browser tells only now, in its own time, what came into sight.
      expect(messages).toBe(1);
      expect(new Set(puts)).toEqual(new Set([1]));
    }).toPass();
    for (const each of hidden) expect(each).toEqual(nothing);
    await changed(page, before);
  });
});
