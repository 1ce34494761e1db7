import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { lanePixels } from "./lane-pixels.ts";
import { queryValues, type Running, sendDatagram, start, temporaryFolder } from "./process.ts";
import { startProxy } from "./proxy.ts";

const lane = (page: Page, key: string) => page.locator(`[data-testid=lane][data-expr*="${key}"]`).first();

/** The pixels of a lane, as text. */
const pixelsOf = (page: Page, key: string) => lanePixels(lane(page, key));

/** The value that a lane shows at the rule, and the rule's moment, read together. */
const underRule = (page: Page, key: string) =>
  page.evaluate((k) => {
    const row = document.querySelector(`[data-testid=lane][data-expr*="${k}"]`);
    const value = row?.querySelector<HTMLElement>("[data-testid=lane-value]")?.dataset.value;
    const at = document.querySelector<HTMLElement>("[data-testid=rule]")?.dataset.timeMs;
    return { value: Number(value), timeMs: Number(at) };
  }, key);

/** Whether what a lane shows at the rule is what a query gives of that moment: the two are written one after the other. */
const isAsAsked = async (page: Page, url: string, key: string, expr: string) => {
  const { timeMs, value } = await underRule(page, key);
  const asked = await queryValues(url, expr, timeMs / 1000);
  return Object.is(value, [...asked.values()][0] ?? Number.NaN);
};

test.describe("the wall", () => {
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
      // A cable that a test pulled is no fault of the page.
      if (message.type() === "error" && !/net::ERR_/.test(message.text())) faults.push(message.text());
    });
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  test("shows at least 24 lanes of this machine, and they move", async ({ page }) => {
    await page.goto(running.url);
    await expect(page.getByRole("heading", { name: "This machine" })).toBeVisible();
    await expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
    await expect.poll(async () => (await underRule(page, "node_load1")).value).toBeGreaterThan(0);
    const before = await pixelsOf(page, "node_load1");
    await expect.poll(() => pixelsOf(page, "node_load1")).not.toBe(before);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    await expect(page.getByTestId("tile").first()).toContainText(/\d/);
  });

  test("the rule shows each lane's value at its moment, equal to /api/v1/query, and moves by arrow keys", async ({
    page,
  }) => {
    await page.goto(running.url);
    // Enough steps that neighbouring columns have values.
    await expect
      .poll(
        async () => [...(await queryValues(running.url, "count_over_time(node_load1[1m])")).values()][0] ?? 0,
      )
      .toBeGreaterThan(8);
    await expect.poll(async () => (await underRule(page, "node_load1")).value).toBeGreaterThan(0);
    await page.keyboard.press("Space");
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "paused");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => (await underRule(page, "node_load1")).timeMs).toBeGreaterThan(0);
    const isRight = () => isAsAsked(page, running.url, "node_load1", "node_load1");
    await expect.poll(isRight).toBe(true);
    const first = await underRule(page, "node_load1");
    expect(first.value).toBeGreaterThan(0);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => (await underRule(page, "node_load1")).timeMs).toBeLessThan(first.timeMs);
    await expect.poll(isRight).toBe(true);
    const second = await underRule(page, "node_load1");
    expect(second.value).toBeGreaterThan(0);
    const box = await page.getByTestId("wall").boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 30, (box?.y ?? 0) + 120);
    await expect.poll(async () => (await underRule(page, "node_load1")).timeMs).not.toBe(second.timeMs);
    await page.keyboard.press("Space");
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
  });

  test("a StatsD counter is found by search and becomes a lane with its value", async ({ page }) => {
    await sendDatagram(running.statsdPort, "clicks:5|c");
    await expect.poll(async () => (await queryValues(running.url, "clicks_total")).size).toBe(1);
    await page.goto(running.url);
    await expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox", { name: /metric/i }).fill("clicks");
    await page.getByRole("menuitem", { name: /clicks_total/ }).waitFor();
    await page.keyboard.press("Enter");
    const added = page.locator('[data-testid=lane][data-expr*="clicks_total"]');
    await expect(added.first()).toBeVisible();
    await sendDatagram(running.statsdPort, "clicks:500|c");
    await expect
      .poll(async () => Number(await added.first().getByTestId("lane-value").getAttribute("data-value")))
      .toBeGreaterThan(0);
    await expect(page).toHaveURL(/clicks_total/);
    await page.reload();
    await expect(added.first()).toBeVisible();
  });

  test("Enter takes the first metric, though it was named before the metrics were known", async ({
    page,
  }) => {
    await sendDatagram(running.statsdPort, "hurried:5|c");
    await expect.poll(async () => (await queryValues(running.url, "hurried_total")).size).toBe(1);
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/api/v1/metadata*", async (route) => {
      await isReleased;
      await route.continue();
    });
    await page.goto(running.url);
    await expect(page.getByRole("heading", { name: "This machine" })).toBeVisible();
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox", { name: /metric/i }).fill("hurried");
    await expect(page.getByText("Looking for metrics…")).toBeVisible();
    release();
    await page.getByRole("menuitem", { name: /hurried_total/ }).waitFor();
    await page.keyboard.press("Enter");
    await expect(page.locator('[data-testid=lane][data-expr*="hurried_total"]').first()).toBeVisible();
  });

  // That the stream tells of it within two seconds is a law in live.spec.ts.
  test("a deploy posted with curl is a line across the wall without reload", async ({ page }) => {
    await page.goto(running.url);
    await expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    const before = await page.getByTestId("deploy-line").count();
    const body = JSON.stringify({ service: "api", version: "v412", author: "bolt" });
    expect((await fetch(`${running.url}/api/deploys`, { method: "POST", body })).status).toBe(201);
    await expect(page.getByTestId("deploy-line")).toHaveCount(before + 1);
    await expect(page.getByTestId("event-row").first()).toContainText("api v412 deployed");
    await expect(page.getByTestId("deploy-flag").first()).toBeVisible();
  });

  test("a broken stream mends itself without a gap", async ({ page }) => {
    const proxy = await startProxy(Number(new URL(running.url).port));
    await page.goto(proxy.url);
    await expect.poll(async () => (await underRule(page, "node_load1")).value).toBeGreaterThan(0);
    proxy.pull();
    await expect(page.getByTestId("live-status")).not.toHaveAttribute("data-state", "live");
    const brokenAtMs = Date.now();
    // Three steps pass while the cable is out.
    await expect.poll(() => Date.now() - brokenAtMs).toBeGreaterThan(3_000);
    const deploy = JSON.stringify({ service: "unheard", version: "v1" });
    expect((await fetch(`${running.url}/api/deploys`, { method: "POST", body: deploy })).status).toBe(201);
    proxy.mend();
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live", { timeout: 30_000 });
    await expect(page.getByTestId("event-row").filter({ hasText: "unheard v1 deployed" })).not.toHaveCount(0);
    await expect(page.getByTestId("deploy-line")).not.toHaveCount(0);
    await page.keyboard.press("Space");
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "paused");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => (await underRule(page, "node_load1")).timeMs).toBeGreaterThan(brokenAtMs);
    const moments: number[] = [];
    for (;;) {
      const { timeMs } = await underRule(page, "node_load1");
      moments.push(timeMs);
      // What the lane itself asks: a step that nothing was collected in is a gap in both.
      const isRight = () => isAsAsked(page, running.url, "node_load1", "avg_over_time(node_load1[1s])");
      await expect.poll(isRight, { message: `at ${timeMs}` }).toBe(true);
      if (timeMs < brokenAtMs - 1_000) break;
      await page.keyboard.press("ArrowLeft");
      await expect.poll(async () => (await underRule(page, "node_load1")).timeMs).toBeLessThan(timeMs);
    }
    expect(moments.length).toBeGreaterThan(4);
    await page.close();
    await proxy.close();
  });

  test("a restart keeps what the wall showed", async ({ page }) => {
    const body = JSON.stringify({ service: "web", version: "v980" });
    expect((await fetch(`${running.url}/api/deploys`, { method: "POST", body })).status).toBe(201);
    await page.goto(running.url);
    await expect(page.getByTestId("event-row").filter({ hasText: "web v980 deployed" })).not.toHaveCount(0);
    const { port } = new URL(running.url);
    const seen = await queryValues(running.url, "count_over_time(node_load1[1h])");
    const atS = Date.now() / 1000;
    await running.stop("SIGKILL");
    running = await start(folder.path, { PORT: port });
    const kept = await queryValues(running.url, "count_over_time(node_load1[1h])", atS);
    expect([...kept.values()][0]).toBeGreaterThanOrEqual([...seen.values()][0] ?? Number.POSITIVE_INFINITY);
    await page.goto(running.url);
    await expect(page.getByTestId("event-row").filter({ hasText: "web v980 deployed" })).not.toHaveCount(0);
    await expect(page.getByTestId("deploy-line")).not.toHaveCount(0);
    await expect.poll(async () => (await underRule(page, "node_load1")).value).toBeGreaterThan(0);
  });

  test("ranges from 15 min to 30 d can be chosen, and stand in the address", async ({ page }) => {
    await page.goto(running.url);
    for (const [button, inUrl] of [
      [/30 d/, /[?&]range=30d/],
      [/15 min/, /[?&]range=15m/],
    ] as const) {
      await page.getByRole("button", { name: /Last|Range/ }).click();
      await page
        .getByRole("menuitemradio", { name: button })
        .or(page.getByRole("option", { name: button }))
        .click();
      await expect(page).toHaveURL(inUrl);
      await expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
    }
  });

  for (const colorScheme of ["dark", "light"] as const) {
    for (const [name, path] of [
      ["wall", "/"],
      ["Sources", "/sources"],
    ] as const) {
      test(`axe finds nothing on the ${name} page, ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme });
        await page.goto(running.url + path);
        if (path === "/")
          await expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
        else await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
        ).toEqual([]);
      });
    }
  }

  test("bad lines can be read on the Sources page", async ({ page }) => {
    await sendDatagram(running.statsdPort, "<b>not a line</b>");
    await page.goto(`${running.url}/sources`);
    await expect(page.getByText("<b>not a line</b>").first()).toBeVisible();
    await expect(page.locator("main b", { hasText: "not a line" })).toHaveCount(0);
  });

  test("at 390 px lanes take the full width and events follow below", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(running.url);
    await expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
    await expect
      .poll(async () => (await lane(page, "node_load1").boundingBox())?.width ?? 0)
      .toBeGreaterThan(340);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
