import { writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { queryValues, type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const editor = (page: Page, name: "A" | "B" = "A") =>
  page.getByRole("textbox", { name: `expression ${name}` });
const explored = (page: Page) => page.getByTestId("explored");
const see = (page: Page, kind: string) => page.getByRole("button", { name: kind, exact: true }).click();
const address = (...exprs: string[]) =>
  `/explore?${new URLSearchParams(exprs.map((expr) => ["expr", expr] as [string, string]))}`;

async function write(page: Page, text: string, name: "A" | "B" = "A"): Promise<void> {
  await editor(page, name).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Backspace");
  // Given at once, as if pasted: what closes brackets by itself then has nothing to close.
  await page.keyboard.insertText(text);
}

test.describe("explore", () => {
  const folder = temporaryFolder();
  let running: Running;
  const faults: string[] = [];
  const expected = /net::ERR_|status of (400|422)/;

  test.beforeAll(async () => {
    running = await start(folder.path);
    for (let i = 0; i < 3; i++) {
      await sendDatagram(running.statsdPort, "hits:5|c|#code:200\nhits:2|c|#code:500\nwork:20|ms");
      const before = (await queryValues(running.url, "count_over_time(hits_total[5m])")).size;
      await expect
        .poll(async () => (await queryValues(running.url, "hits_total")).size)
        .toBeGreaterThanOrEqual(Math.max(2, before));
    }
    // A rate is of two steps.
    for (const expr of ["rate(hits_total[1m])", "rate(work_seconds_count[1m])", "node_load1"])
      await expect
        .poll(async () => (await queryValues(running.url, expr)).size, { message: expr })
        .toBeGreaterThan(0);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !expected.test(message.text())) faults.push(message.text());
    });
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  test("a metric is found by typing, chosen by Enter and seen as lines; its label values narrow it", async ({
    page,
  }) => {
    await page.goto(`${running.url}/explore`);
    const field = page.getByRole("combobox", { name: "Find a metric" });
    await field.fill("hits");
    const first = page.getByRole("option", { name: /hits_total/ });
    await expect(first).toContainText("counter");
    await expect(first).toContainText(/2×/);
    await field.press("Enter");
    await expect(editor(page)).toHaveText("rate(hits_total[$__rate_interval])");
    await expect(explored(page).locator(".u-over")).toBeVisible();
    await expect(page.getByRole("row", { name: /^500/ })).toBeVisible();
    await page.getByRole("button", { name: /^500 \d/ }).click();
    await expect(editor(page)).toHaveText('rate(hits_total{code="500"}[$__rate_interval])');
    await expect(page.getByRole("row", { name: /^200/ })).toBeHidden();
    await expect
      .poll(() => new URL(page.url()).searchParams.getAll("expr"))
      .toEqual(['rate(hits_total{code="500"}[$__rate_interval])']);
  });

  test("the list is walked by arrows, and holds only the rows in sight", async ({ page }) => {
    await page.goto(`${running.url}/explore`);
    const field = page.getByRole("combobox", { name: "Find a metric" });
    await expect(page.getByRole("option").first()).toBeVisible();
    await field.press("ArrowDown");
    await field.press("ArrowDown");
    const third = page.getByRole("option").nth(2);
    await expect(field).toHaveAttribute("aria-activedescendant", (await third.getAttribute("id"))!);
    // More of them are known with the first steps.
    const count = async () => Number(await third.getAttribute("aria-setsize"));
    await expect.poll(count).toBeGreaterThan(40);
    await expect
      .poll(async () => (await count()) - (await page.getByRole("option").count()))
      .toBeGreaterThan(0);
  });

  test("one expression is seen in every way, and the link keeps it", async ({ page }) => {
    await page.goto(running.url + address("rate(hits_total[$__rate_interval])"));
    await expect(explored(page).locator(".u-over")).toBeVisible();
    await see(page, "Table");
    await expect(explored(page).getByRole("columnheader", { name: "code" })).toBeVisible();
    await expect(explored(page).getByRole("row")).toHaveCount(3);
    await see(page, "Bars");
    await expect(page.getByTestId("bar")).toHaveCount(2);
    await see(page, "Number");
    await expect(page.getByTestId("number")).toHaveCount(2);
    await see(page, "Lanes");
    await expect(page.getByTestId("lane")).toHaveCount(2);
    await see(page, "Stacked");
    await page.getByRole("button", { name: "Parts of the whole" }).click();
    await expect(explored(page).locator(".u-over")).toBeVisible();
    await see(page, "Heat map");
    await expect(explored(page).locator("canvas")).toBeVisible();
    await page.getByTestId("chart").focus();
    await page.keyboard.press("ArrowLeft");
    await expect(page.getByTestId("readout")).toContainText(/\d\d:\d\d:\d\d/);
    await page.reload();
    await expect(explored(page)).toHaveAttribute("data-kind", "heatmap");
    await expect(explored(page).locator("canvas")).toBeVisible();
    await expect(editor(page)).toHaveText("rate(hits_total[$__rate_interval])");
  });

  test("a histogram becomes a heat map of its buckets, and lines again", async ({ page }) => {
    await page.goto(`${running.url}/explore`);
    await page.getByRole("combobox", { name: "Find a metric" }).fill("work_seconds");
    await page.getByRole("option", { name: /work_seconds histogram/ }).click();
    await expect(editor(page)).toContainText("histogram_quantile(0.9");
    await see(page, "Heat map");
    await expect(editor(page)).toHaveText("sum by (le) (rate(work_seconds_bucket[$__rate_interval]))");
    await see(page, "Lines");
    await expect(editor(page)).toContainText("histogram_quantile(0.9");
  });

  test("a scatter asks for a second expression and draws one against the other", async ({ page }) => {
    await page.goto(running.url + address("avg_over_time(node_load1[$__interval])"));
    await see(page, "Scatter");
    await expect(page.getByTestId("panel-words")).toContainText("needs two expressions");
    await write(page, "avg_over_time(node_load5[$__interval])", "B");
    await page.keyboard.press("Enter");
    await expect(explored(page).locator(".scatter canvas")).toBeVisible();
    await expect(page.getByRole("group", { name: /Scatter of 1 label set/ })).toBeVisible();
  });

  test("completion offers a label's values from this server, Enter takes one and then runs", async ({
    page,
  }) => {
    await page.goto(`${running.url}/explore`);
    await editor(page).click();
    // Quotes and braces close by themselves.
    await page.keyboard.type('hits_total{code="50');
    await page.getByRole("option", { name: "500" }).click();
    await expect(editor(page)).toHaveText('hits_total{code="500"}');
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("expr")).toBe('hits_total{code="500"}');
    await expect(explored(page).locator(".u-over")).toBeVisible();
  });

  test("Shift+Enter begins a line; a fault says its place and is underlined; a call behind |> is none", async ({
    page,
  }) => {
    await page.goto(`${running.url}/explore`);
    await write(page, "sum(");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.insertText("rate(hits_total[$__rate_interval])) foo");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText(/line 2, column \d+/);
    await expect(page.getByTestId("panel-words")).toContainText("cannot be read");
    await expect(page.locator(".cm-lintRange-error")).toHaveText("foo");
    await write(page, "rate(hits_total[$__rate_interval]) |> smooth(10s)");
    await page.keyboard.press("Enter");
    await expect(explored(page).locator(".u-over")).toBeVisible();
    await expect(page.getByRole("alert")).toBeHidden();
    await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
  });

  test("a metric that is not there says so and offers one that is", async ({ page }) => {
    await page.goto(running.url + address("node_laod1"));
    await expect(page.getByTestId("panel-words")).toContainText("There is no metric called node_laod1");
    await page.getByTestId("panel-words").getByRole("button").first().click();
    await expect(explored(page).locator(".u-over")).toBeVisible();
  });

  test("a stretch drawn over the chart is zoomed into, and back leads out of it", async ({ page }) => {
    await page.goto(running.url + address("node_load1"));
    const over = explored(page).locator(".u-over");
    await expect(over).toBeVisible();
    // What comes above it moves it.
    await over.hover({ position: { x: (await over.boundingBox())!.width * 0.6, y: 60 } });
    const box = (await over.boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => new URL(page.url()).searchParams.has("from")).toBe(true);
    await expect(page.getByTestId("explore-live")).toHaveAttribute("data-state", "paused");
    await page.goBack();
    await expect(page.getByTestId("explore-live")).toHaveAttribute("data-state", "live");
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByTestId("explore-live")).toHaveAttribute("data-state", "paused");
    await page.getByRole("button", { name: "Back to live" }).click();
    await expect(page.getByTestId("explore-live")).toHaveAttribute("data-state", "live");
  });

  test("an expression is added to a section of a view as a lane or as a panel of its kind; the view is edited then", async ({
    page,
  }) => {
    await page.goto(running.url + address("rate(hits_total[$__rate_interval])"));
    const dialog = page.getByRole("dialog", { name: "Add to a view" });
    await page.getByRole("button", { name: "Add to the wall" }).click();
    await dialog.getByLabel("Section").selectOption("Memory");
    await dialog.getByLabel("As").selectOption("A lane");
    await dialog.getByRole("button", { name: "Add it" }).click();
    const memory = page.getByRole("region", { name: "Memory" });
    await expect(memory.locator('[data-testid=lane][data-expr*="hits_total"]').first()).toBeVisible();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/");
    await page.goBack();
    await page.getByRole("button", { name: "Keep for later" }).click();
    await page.getByRole("button", { name: "Add to the wall" }).click();
    await dialog.getByLabel("Section").selectOption("Memory");
    await dialog.getByRole("button", { name: "Add it" }).click();
    await expect(memory.getByRole("group", { name: /^hits_total, column 1/ })).toBeVisible();
    await expect(memory.locator('[data-testid=lane][data-expr*="hits_total"]').first()).toBeVisible();
  });

  test("a server that is away is told, and what was drawn stays", async ({ page }) => {
    await page.goto(running.url + address("node_load1"));
    await expect(explored(page).locator(".u-over")).toBeVisible();
    await page.route("**/api/v1/query_range*", (route) => route.abort());
    await expect(explored(page)).toContainText("What stands here is from before");
    await expect(explored(page).locator(".u-over")).toBeVisible();
    await page.unroute("**/api/v1/query_range*");
    await expect(explored(page)).not.toContainText("What stands here is from before");
  });

  test("at 390 px all is reached and nothing is wider than the page", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${running.url}/explore`);
    await page.getByRole("combobox", { name: "Find a metric" }).fill("hits");
    await page.getByRole("option", { name: /hits_total/ }).click();
    await expect(explored(page).locator(".u-over")).toBeVisible();
    for (const [kind, shown] of [
      ["Lanes", "lanes"],
      ["Table", "table"],
      ["Heat map", "heatmap"],
      ["Lines", "line"],
    ] as const) {
      await see(page, kind);
      await expect(page.getByRole("button", { name: kind, exact: true })).toHaveAttribute(
        "aria-pressed",
        "true",
      );
      await expect(explored(page)).toHaveAttribute("data-kind", shown);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe finds nothing, whatever it is seen as, ${colorScheme}`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme });
      await page.goto(`${running.url}/explore`);
      await page.getByRole("combobox", { name: "Find a metric" }).fill("hits");
      await page.getByRole("option", { name: /hits_total/ }).click();
      const kinds = ["Lines", "Lanes", "Stacked", "Bars", "Heat map", "Scatter", "Table", "Number"];
      for (const kind of kinds) {
        await see(page, kind);
        await expect(page.getByRole("button", { name: kind, exact: true })).toHaveAttribute(
          "aria-pressed",
          "true",
        );
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${kind}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      }
    });
  }
});

test("a product to which nothing is sent says what to do, and what is then sent is found without a reload", async ({
  page,
}) => {
  const folder = temporaryFolder();
  const settings = join(folder.path, "mission-control.yaml");
  writeFileSync(settings, "hostMetrics:\n  enabled: false\n");
  const running = await start(join(folder.path, "data"), { MISSION_CONTROL_CONFIG: settings });
  try {
    // The first answer is that of the moment before the process told of itself.
    await page.route(
      "**/api/v1/label/__name__/values",
      (route) => route.fulfill({ json: { status: "success", data: [] } }),
      { times: 1 },
    );
    await page.goto(`${running.url}/explore`);
    await expect(page.getByRole("heading", { name: "Nothing to explore yet" })).toBeVisible();
    await expect(page.getByTestId("panel-words")).toContainText("Nothing is sent here yet");
    await sendDatagram(running.statsdPort, "hits:1|c");
    await page.getByRole("combobox", { name: "Find a metric" }).fill("hits");
    await page.getByRole("option", { name: /hits_total/ }).click({ timeout: 30_000 });
    await expect(page.getByTestId("explored").locator(".u-over")).toBeVisible();
  } finally {
    await running.stop();
    folder.remove();
  }
});
