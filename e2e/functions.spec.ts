import AxeBuilder from "@axe-core/playwright";
import { createRemoteWriter } from "@mission-control/client";
import { metric, type Point, samplesOf } from "@mission-control/series";
import { expect, type Page, test } from "@playwright/test";
import { lanePixels } from "./lane-pixels.ts";
import { type Running, start, temporaryFolder } from "./process.ts";

const [STEPS, STEP_MS] = [720, 10_000];

test.describe("functions", () => {
  const folder = temporaryFolder();
  const faults: string[] = [];
  let running: Running;

  test.beforeAll(async () => {
    running = await start(folder.path);
    const startMs = Math.floor(Date.now() / STEP_MS) * STEP_MS - STEPS * STEP_MS;
    const points: Point[] = [];
    for (const [i, host] of ["a", "b"].entries())
      for (let at = 0; at < STEPS; at++)
        points.push({
          labels: metric("tide", { host }),
          timeMs: startMs + at * STEP_MS,
          value: 1 + i + Math.sin(at / 20 + i) / 3,
        });
    const writer = createRemoteWriter({ url: running.url });
    await writer.write(samplesOf(points));
    await writer.close();
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of 400/.test(message.text())) faults.push(message.text());
    });
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  const open = (page: Page, name: string, expr = "tide") =>
    page.goto(`${running.url}/functions?${new URLSearchParams({ name, expr })}`);
  const words = (page: Page) => page.getByTestId("preview-words");
  const made = (page: Page, nth = 0) => page.getByTestId("preview-after").nth(nth).locator("[data-value]");

  /** Writes over all of the code. */
  async function writeCode(page: Page, code: string): Promise<void> {
    const editor = page.getByRole("textbox", { name: "Code" });
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(code);
    await expect(editor).toContainText(code.split("\n")[0]!);
  }

  /** What the preview shows at the rule: the moment, before and after. */
  const underRule = (page: Page) =>
    page.evaluate(() => {
      const value = (side: string) =>
        Number(
          document.querySelector<HTMLElement>(`[data-testid=preview-${side}] [data-value]`)?.dataset.value,
        );
      const moment = document.querySelector<HTMLElement>("[data-testid=preview-moment]");
      return { timeMs: Number(moment?.dataset.timeMs), before: value("before"), after: value("after") };
    });

  /** The last `count` columns of the first label set. */
  async function readColumns(page: Page, count: number) {
    const columns: { timeMs: number; before: number; after: number }[] = [];
    await page.getByRole("region", { name: "Lanes before and after" }).focus();
    let { timeMs } = await underRule(page);
    for (let i = 0; i < count; i++) {
      await page.keyboard.press("ArrowLeft");
      await expect.poll(async () => (await underRule(page)).timeMs).not.toBe(timeMs);
      columns.unshift(await underRule(page));
      timeMs = columns[0]!.timeMs;
    }
    return columns;
  }

  /** The same columns as the server has them, host a. */
  async function askServer(expr: string, times: readonly number[]): Promise<number[]> {
    const stepMs = times[1]! - times[0]!;
    const answer = await fetch(`${running.url}/api/v1/query_range`, {
      method: "POST",
      body: new URLSearchParams({
        query: expr,
        start: String(times[0]! / 1000),
        end: String(times.at(-1)! / 1000),
        step: String(stepMs / 1000),
      }),
    });
    const body = (await answer.json()) as {
      data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
    };
    const found = body.data.result.find((row) => row.metric.host === "a");
    const values = new Map(found?.values.map(([timeS, text]) => [Math.round(timeS * 1000), Number(text)]));
    return times.map((timeMs) => values.get(timeMs) ?? Number.NaN);
  }

  test("a newcomer writes one, sees what it does, saves it, and has it on the wall", async ({ page }) => {
    await page.goto(running.url);
    await page.getByRole("link", { name: "Functions" }).click();
    await expect(page.getByRole("link", { name: /^smooth\(/ })).toBeVisible();
    await page.getByRole("link", { name: "New function" }).click();
    await page.getByRole("combobox", { name: "Expression" }).fill('tide{host="a"}');
    await page.getByLabel("Name", { exact: true }).fill("twice");
    await writeCode(page, "(value) => value * 2");
    await expect.poll(async () => (await underRule(page)).after).toBeGreaterThan(0);
    await expect
      .poll(async () => {
        const { before, after } = await underRule(page);
        return after / before;
      })
      .toBe(2);
    await page.getByRole("button", { name: "Remove factor" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/name=twice/);
    await expect(page.getByRole("link", { name: /^twice\(/ })).toHaveAttribute("aria-current", "page");
    await page.getByRole("button", { name: "Use it in a lane" }).click();
    const lane = page.locator(`[data-testid=lane][data-expr='tide{host="a"} |> twice']`);
    await expect(lane).toContainText("twice");
    await expect.poll(() => lanePixels(lane)).not.toBe("");
    await expect(page).toHaveURL(/lane=/);
  });

  test("what the preview computes is what the server answers, bit for bit", async ({ page }) => {
    await open(page, "smooth");
    await expect(made(page)).toHaveAttribute("data-value", /^\d/);
    const smooth = await readColumns(page, 25);
    const times = smooth.map(({ timeMs }) => timeMs);
    expect(smooth.filter((column) => column.after > 0).length).toBeGreaterThan(20);
    expect(smooth.map((column) => column.before)).toEqual(await askServer("tide", times));
    expect(smooth.map((column) => column.after)).toEqual(await askServer("tide |> smooth(5m)", times));

    await open(page, "new-function");
    await page.getByLabel("Name", { exact: true }).fill("wave");
    await writeCode(page, "(value, timeMs, labels, args) => Math.sin(value * timeMs) ** args.factor / 3");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/name=wave/);
    await page.getByLabel("factor", { exact: true }).fill("3");
    await expect(made(page)).toHaveAttribute("data-value", /\d/);
    // The last run is on its way until it shows.
    await expect(async () => {
      const wave = await readColumns(page, 12);
      const asked = await askServer(
        "tide |> wave(3)",
        wave.map(({ timeMs }) => timeMs),
      );
      expect(asked.filter((value) => value !== 0).length).toBe(12);
      expect(wave.map((column) => column.after)).toEqual(asked);
    }).toPass({ timeout: 15_000 });
  });

  test("a function that loops says so, and the page goes on", async ({ page }) => {
    await open(page, "new-function");
    await expect(made(page)).toHaveAttribute("data-value", /^\d/);
    await writeCode(page, "(value) => { while (true) {} }");
    await expect(words(page)).toContainText("timed out");
    await page.getByLabel("What it does").fill("It never ends.");
    await expect(page.getByLabel("What it does")).toHaveValue("It never ends.");
    await writeCode(page, "(value) => { const all = []; for (;;) all.push(new Float64Array(100_000)); }");
    await expect(words(page)).toContainText(/out of memory|timed out/);
    await writeCode(page, "(value) => value + 1");
    await expect(words(page)).toBeEmpty();
    await expect
      .poll(async () => {
        const { before, after } = await underRule(page);
        return after - before;
      })
      .toBeCloseTo(1, 9);
  });

  test("faults are said where they are: in the code, at the server's field, at the expression", async ({
    page,
  }) => {
    await open(page, "new-function");
    await expect(made(page)).toHaveAttribute("data-value", /^\d/);
    await writeCode(page, "(value) => {\n  return nothing.here;\n}");
    await expect(words(page)).toContainText(/not defined.*line 2/);
    await expect(page.locator(".cm-lint-marker-error")).toHaveCount(1);
    await writeCode(page, "(value) => value");
    await expect(page.locator(".cm-lint-marker-error")).toHaveCount(0);
    await page.getByLabel("Name", { exact: true }).fill("Not This");
    await expect(page.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/small letters/);
    await page.getByLabel("Name", { exact: true }).fill("fine");
    await page.getByLabel("Value of factor where none is given").fill("much");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByLabel("Value of factor where none is given")).toHaveAccessibleDescription(
      /number/,
    );
    await expect(page.getByTestId("function-note")).toContainText("Not saved");
    await page.getByLabel("Value of factor where none is given").fill("2");
    await page.getByRole("combobox", { name: "Expression" }).fill("sum(");
    await expect(words(page)).toContainText("The expression gives no values");
    await page.getByRole("combobox", { name: "Expression" }).fill("no_such_metric");
    await expect(words(page)).toContainText("Nothing here in this range");
  });

  test("a ready-made one is copied to be changed, and what was made is deleted when asked twice", async ({
    page,
  }) => {
    await open(page, "clip");
    await expect(words(page)).toHaveText("Give min a value.");
    await page.getByLabel("min", { exact: true }).fill("0");
    await page.getByLabel("max", { exact: true }).fill("1");
    await expect(made(page, 1)).toHaveAttribute("data-value", "1");
    await page.getByRole("button", { name: "Make a copy" }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("clip_2");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(/name=clip_2/);
    await page.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByRole("button", { name: "Delete it" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("link", { name: /^clip_2\(/ })).toHaveCount(0);
    await expect(page.getByRole("link", { name: /^clip\(/ })).toBeVisible();
  });

  test("a lane's menu puts a function after it", async ({ page }) => {
    await page.goto(`${running.url}/?lane=tide&range=1h`);
    const lane = page.locator('[data-testid=lane][data-expr="tide"]').first();
    await expect(lane).toBeVisible();
    const item = page.getByRole("menuitem", { name: "Apply a function" });
    // While the wall still fills, a row may be another one by the time the key is pressed.
    await expect(async () => {
      await lane.getByRole("button").press("Enter", { timeout: 2_000 });
      await expect(item).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await item.click();
    const dialog = page.getByRole("dialog", { name: /Apply a function/ });
    await dialog.getByLabel("Function").selectOption("clip");
    await dialog.getByLabel("min").fill("0");
    await dialog.getByLabel("max").fill("1");
    await expect(dialog.getByTestId("apply-result")).toHaveText("tide |> clip(0, 1)");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await dialog.getByRole("button", { name: "Replace the lane" }).click();
    const clipped = page.locator('[data-testid=lane][data-expr="tide |> clip(0, 1)"]');
    await expect(clipped).toHaveCount(2);
    await expect(clipped.first()).toContainText("tide · clip(0, 1)");
    await expect(page.locator('[data-testid=lane][data-expr="tide"]')).toHaveCount(0);
  });

  test("the search takes an expression with functions after it", async ({ page }) => {
    await page.goto(running.url);
    await page.getByRole("button", { name: /^Search/ }).click();
    await page.getByRole("searchbox", { name: /metric/i }).fill("tide |> smooth");
    await expect(page.getByText("Add this expression as a lane")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.locator('[data-testid=lane][data-expr="tide |> smooth"]').first()).toContainText(
      "tide · smooth",
    );
  });

  test("nothing but our own scripts and WebAssembly may run", async ({ page }) => {
    const answer = await page.goto(`${running.url}/functions`);
    const policy = answer?.headers()["content-security-policy"] ?? "";
    expect(policy.split("; ")).toContain("script-src 'self' 'wasm-unsafe-eval'");
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe finds nothing, and a narrow page needs no sideways scrolling, ${colorScheme}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      const check = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
        ).toEqual([]);
      };
      await open(page, "smooth");
      await expect(made(page)).toHaveAttribute("data-value", /^\d/);
      await check();
      await open(page, "new-function");
      await writeCode(page, "(value) => nothing");
      await expect(words(page)).toContainText("not defined");
      await check();
      await page.setViewportSize({ width: 390, height: 844 });
      await expect
        .poll(() =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        )
        .toBeLessThanOrEqual(0);
      await check();
    });
  }
});
