import AxeBuilder from "@axe-core/playwright";
import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import { metric, samplesOf } from "@mission-control/series";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const WEEK_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;
const view = {
  name: "Orders",
  tiles: [{ id: "orders", title: "Orders", expr: "orders" }],
  sections: [{ id: "main", title: "Main", lanes: [{ id: "orders", title: "Orders", expr: "orders" }] }],
};

test.use({ timezoneId: "Europe/Berlin" });

test.describe("time on the wall", () => {
  const folder = temporaryFolder();
  let running: Running;
  const nowMs = Date.now();

  test.beforeAll(async () => {
    running = await start(folder.path);
    // A week ago there were 100, now there are 150.
    const samples = [-WEEK_MS, 0].flatMap((shift) =>
      Array.from({ length: 360 }, (_, i) => ({
        labels: metric("orders"),
        timeMs: nowMs + shift + (i - 340) * 5_000,
        value: shift === 0 ? 150 : 100,
      })),
    );
    const write = await fetch(`${running.url}/api/v1/write`, {
      method: "POST",
      headers: { "Content-Type": "application/x-protobuf", "Content-Encoding": "snappy" },
      body: packSnappy(encodeWriteRequest(samplesOf(samples))),
    });
    expect(write.status).toBe(204);
    const kept = await fetch(`${running.url}/api/views/orders`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(view),
    });
    expect(kept.status, await kept.text()).toBeLessThan(300);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  const opened = async (page: Page, search = "") => {
    await page.goto(`${running.url}/views/orders${search}`);
    await expect(page.getByTestId("lane")).toHaveCount(1);
  };
  const fixed = (page: Page) => {
    const { searchParams } = new URL(page.url());
    return [Number(searchParams.get("from")), Number(searchParams.get("to"))] as const;
  };
  const live = (page: Page) => page.getByTestId("live-status");

  test("is what was typed or picked, from one moment to another, and stands in the link", async ({
    page,
  }) => {
    await opened(page);
    await page.getByRole("button", { name: /^Range/ }).click();
    const field = page.getByRole("textbox", { name: "Type a range" });
    await field.fill("soon");
    await field.press("Enter");
    await expect(page.getByText(/^Not understood/)).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await field.fill("45 min");
    await field.press("Enter");
    await expect.poll(() => page.url()).toContain("range=45m");
    await expect(page.getByRole("button", { name: /^Range: last 45 min/ })).toBeVisible();

    await page.getByRole("button", { name: /^Range/ }).click();
    await page.getByLabel("From", { exact: true }).fill("2026-07-01T14:00:00");
    await page.getByLabel("To", { exact: true }).fill("2026-07-01T15:30:00");
    await page.getByRole("button", { name: "Show this stretch" }).click();
    const asked = [Date.UTC(2026, 6, 1, 12), Date.UTC(2026, 6, 1, 13, 30)] as const;
    await expect.poll(() => fixed(page)).toEqual(asked);
    await expect(live(page)).toHaveAttribute("data-state", "paused");
    await page.reload();
    await expect(page.getByTestId("axis")).toContainText("14:30");
    await page.getByRole("button", { name: "Zoom out" }).click();
    await expect.poll(() => fixed(page)).toEqual([asked[0] - 45 * MINUTE_MS, asked[1] + 45 * MINUTE_MS]);
    await page.getByRole("button", { name: "Resume live" }).click();
    await expect(live(page)).toHaveAttribute("data-state", /live|late/);
    await expect(page).not.toHaveURL(/from=/);
  });

  test("is brushed on the axis or with Shift on a lane, and comes back step by step", async ({ page }) => {
    await opened(page);
    const brush = async (place: Locator) => {
      // It comes once the wall is drawn.
      await expect(page.locator(".wall-brush")).toBeAttached();
      const { width, height } = (await place.boundingBox())!;
      await place.hover({ position: { x: width * 0.6, y: height - 3 } });
      const at = (await place.boundingBox())!;
      await page.mouse.down();
      await page.mouse.move(at.x + at.width * 0.8, at.y + at.height - 3, { steps: 3 });
      await expect(page.locator(".wall-brush")).toBeVisible();
      await page.mouse.up();
    };
    await brush(page.getByTestId("axis"));
    await expect.poll(() => fixed(page)[0]).toBeGreaterThan(0);
    const first = fixed(page);
    // A fifth of a quarter of an hour or a little more.
    expect((first[1] - first[0]) / MINUTE_MS).toBeCloseTo(3, 0);
    await expect(page.getByTestId("tile")).toHaveAttribute("data-value", "150");
    await page.keyboard.down("Shift");
    await brush(page.getByTestId("lane"));
    await page.keyboard.up("Shift");
    await expect.poll(() => fixed(page)).not.toEqual(first);
    await expect(page).not.toHaveURL(/[?&]at=/);
    await page.goBack();
    await expect.poll(() => fixed(page)).toEqual(first);
    await page.goBack();
    await expect(live(page)).toHaveAttribute("data-state", /live|late/);
    await page.goForward();
    await expect.poll(() => fixed(page)).toEqual(first);
  });

  test("is shown by the clocks of a zone, here and for whoever gets the link", async ({ page, browser }) => {
    const [from, to] = [Date.UTC(2026, 9, 24, 23), Date.UTC(2026, 9, 25, 3)];
    await opened(page, `?from=${from}&to=${to}&at=${from + 2 * 3_600_000}`);
    const axis = page.getByTestId("axis");
    // That night clocks were put back: there were two times two o'clock.
    await expect(axis.getByText("02:00", { exact: true })).toHaveCount(2);
    await page.getByRole("button", { name: "Theme and time zone" }).click();
    await page.getByRole("menuitemradio", { name: /Time zone/ }).click();
    const dialog = page.getByRole("dialog", { name: "Time zone" });
    await dialog.getByRole("searchbox").fill("kat");
    const { violations } = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await dialog.getByRole("option", { name: /Asia\/Kath?mandu/ }).click();
    await expect(axis).toContainText("05:00");
    await expect(page.getByTestId("rule-moment")).toContainText("06:45");
    await expect(axis.getByText("02:00", { exact: true })).toHaveCount(0);
    await expect(page).toHaveURL(/tz=Asia/);
    const other = await browser.newPage({ timezoneId: "UTC" });
    await other.goto(page.url());
    await expect(other.getByTestId("rule-moment")).toContainText("06:45");
    await other.close();
    await opened(page, `?from=${from}&to=${to}`);
    await expect(axis).toContainText("05:00");
  });

  test("of a week ago lies below its lane, with the change", async ({ page }) => {
    await opened(page);
    // Until its values are there, its row may become another one, and its menu is gone.
    await expect(page.getByTestId("lane-value")).toHaveAttribute("data-value", "150");
    await page.getByTestId("lane").hover();
    await page.getByRole("button", { name: "Orders: more" }).click();
    await page.getByRole("menuitem", { name: "Compare with a week earlier" }).click();
    const past = page.getByTestId("past-lane");
    await expect(past).toContainText("+50 %");
    await expect(past).toContainText("from 100");
    await page.reload();
    await expect(past).toContainText("+50 %");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).include(".wall-lanes").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    await page.getByTestId("lane").hover();
    await page.getByRole("button", { name: "Orders: more" }).click();
    await page.getByRole("menuitem", { name: "Stop comparing" }).click();
    await expect(past).toHaveCount(0);
  });

  test("of numbers and events is that of where the wall stands", async ({ page }) => {
    const to = nowMs - WEEK_MS;
    const happened = [
      { type: "note", title: "sale begins", time: new Date(to - MINUTE_MS).toISOString() },
      { type: "note", title: "sale ends", time: new Date(to + MINUTE_MS).toISOString() },
    ];
    const told = await fetch(`${running.url}/api/events`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(happened),
    });
    expect(told.status, await told.text()).toBeLessThan(300);
    await opened(page, `?from=${to - 10 * MINUTE_MS}&to=${to}`);
    await expect(page.getByTestId("tile")).toHaveAttribute("data-value", "100");
    await expect(page.getByTestId("event-row")).toHaveText([/sale begins/]);
    await page.getByRole("button", { name: "Resume live" }).click();
    await expect(page.getByTestId("event-row").filter({ hasText: "sale ends" })).toHaveCount(1);
  });
});
