import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { panelsView, seedEvents, seedSeries, turnAgoMs } from "./panels-seed.ts";
import { type Running, start, temporaryFolder } from "./process.ts";

const headers = { "content-type": "application/json" };

/** Long enough that all of the panels are in sight. */
const TALL = { width: 1440, height: 2_000 };

test.describe("panels on a wall", () => {
  const folder = temporaryFolder();
  let running: Running;
  let nowMs = 0;
  const faults: string[] = [];

  test.beforeAll(async () => {
    running = await start(folder.path);
    nowMs = Date.now();
    await seedSeries(running.url, nowMs);
    await seedEvents(running.url, nowMs);
    const body = JSON.stringify(panelsView("panels"));
    const kept = await fetch(`${running.url}/api/views/panels`, { method: "PUT", headers, body });
    expect(kept.status).toBe(201);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  const open = (page: Page) => page.goto(`${running.url}/views/panels`);
  /** The lanes above the panels, as many as there are hosts: once they are there they move no panel. */
  const lanesStand = (page: Page) =>
    expect(page.getByRole("region", { name: "hosts" }).getByTestId("lane")).toHaveCount(3);
  const panel = (page: Page, title: string) =>
    page.getByTestId("panel").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

  test("each kind draws its figure; what cannot be drawn says so and its neighbours go on", async ({
    page,
  }) => {
    await page.setViewportSize(TALL);
    await open(page);
    await expect(page.getByRole("button", { name: /of each kind 19 panels/ })).toBeVisible();

    const chart = (title: string) => panel(page, title).getByTestId("chart");
    await expect(chart("Busy")).toHaveAccessibleName(/Lines of 3 series.*web-2: last/);
    await expect(chart("Busy").locator("canvas")).toBeVisible();
    await expect(chart("Served")).toHaveAccessibleName(/Stacked areas of 3 series/);
    await expect(chart("Took")).toHaveAccessibleName(/Heat map of 4 series/);
    await expect(chart("Busy and slow")).toHaveAccessibleName(/Scatter of 3 label sets/);
    await expect(panel(page, "Hosts").getByTestId("lane").first()).toContainText("web-2");
    await expect(panel(page, "Busiest").getByTestId("number")).toHaveAttribute("data-state", "bad");
    await expect(panel(page, "Served today").getByTestId("goal")).toContainText("reached");
    await expect(panel(page, "Headroom").getByTestId("gauge")).toHaveCount(3);
    await expect(panel(page, "Latency").getByTestId("bar").first()).toContainText("web-2");
    await expect(panel(page, "Each host").getByRole("row")).toHaveCount(4);
    await expect(panel(page, "Probes").getByRole("row", { name: /^iad down since/ })).toBeVisible();
    await expect(panel(page, "Probes").getByRole("row", { name: /^fra up for .* or longer/ })).toBeVisible();
    await expect(panel(page, "Errors").getByTestId("event-row")).toHaveCount(1);
    await expect(panel(page, "Requests").getByTestId("event-row")).toHaveCount(1);
    await expect(panel(page, "Deploys").getByTestId("deploy-row")).toContainText("api v412");
    await expect(panel(page, "Alerts").getByTestId("alert").first()).toContainText("api latency");

    const text = panel(page, "Notes");
    await expect(text.getByRole("link")).toHaveCount(1);
    await expect(text).toContainText("<img src=x onerror=alert(1)>");
    await expect(text.locator("img")).toHaveCount(0);

    const says = (title: string) => panel(page, title).getByTestId("panel-fault");
    await expect(says("From tomorrow")).toContainText("hologram");
    await expect(says("Broken")).toContainText("cannot be read");
    await expect(says("Missing")).toContainText("never_sent");
  });

  test("where a panel's code is not served any more the page says so and its neighbours draw; a wall nobody touches loads again", async ({
    page,
  }) => {
    let isAway = true;
    await page.route("**/assets/TextBody-*.js", (route) =>
      isAway ? route.fulfill({ status: 404 }) : route.continue(),
    );
    await page.setViewportSize(TALL);
    await open(page);
    const old = page.getByTestId("old-page");
    const link = panel(page, "Notes").getByRole("link");
    await expect(old).toContainText("may have been updated");
    await expect(panel(page, "Busy").getByTestId("chart")).toHaveAccessibleName(/Lines of 3 series/);
    // Put away, it stays away as what is missing is shown anew.
    await old.getByRole("button", { name: "Put away" }).click();
    await page.keyboard.press("Space");
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "paused");
    await expect(old).toHaveCount(0);
    await page.reload();
    await expect(old).toBeVisible();
    isAway = false;
    await old.getByRole("button", { name: "Reload" }).click();
    await expect(link).toBeVisible();
    await expect(old).toHaveCount(0);

    let loads = 0;
    page.on("request", (request) => {
      if (!request.isNavigationRequest()) return;
      loads++;
      isAway = loads === 1;
    });
    await page.goto(`${running.url}/views/panels?kiosk=panels`);
    await expect(link).toBeVisible();
    expect(loads).toBe(2);
  });

  for (const [colorScheme, width, height] of [
    ["dark", TALL.width, TALL.height],
    ["light", 390, 4_400],
  ] as const) {
    test(`axe finds nothing in them, ${colorScheme} and ${width} px wide`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await open(page);
      await expect(panel(page, "Probes").getByTestId("probe")).toHaveCount(2);
      await expect(panel(page, "Notes").getByRole("link")).toBeVisible();
      await expect(panel(page, "Busy").getByTestId("chart")).toHaveAccessibleName(/Lines of 3 series/);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
  }

  test("a moment pointed at in one is the moment of all, each as it was then; an alert's end is seen as it comes", async ({
    page,
  }) => {
    await page.setViewportSize(TALL);
    await open(page);
    const number = panel(page, "Busiest").getByTestId("number");
    const alerts = panel(page, "Alerts").getByTestId("alert");
    const probe = panel(page, "Probes").getByRole("row", { name: /^iad/ });
    const rule = page.getByTestId("rule");
    await expect(number).toHaveAttribute("data-state", "bad");
    await expect(alerts.first()).toContainText("api latency");
    await expect(rule).toBeHidden();
    await lanesStand(page);

    // Three minutes before things turned; the chart ends now.
    const chart = panel(page, "Busy").locator(".u-over");
    const part = 1 - (Date.now() - nowMs + turnAgoMs + 180_000) / 900_000;
    await chart.hover({ position: { x: (await chart.boundingBox())!.width * part, y: 60 } });
    await expect(rule).toBeVisible();
    const atMs = Number(await rule.getAttribute("data-time-ms"));
    expect(atMs).toBeLessThan(nowMs - turnAgoMs);
    await expect(number).toHaveAttribute("data-state", "ok");
    await expect(panel(page, "Each host").getByRole("columnheader", { name: "here" })).toBeVisible();
    await expect(probe).toContainText("up");
    await expect(alerts).toHaveCount(2);
    await expect(alerts.first()).toContainText("disk nearly full");
    // It fired before all that is shown, and fires still.
    await expect(alerts.last()).toContainText(/backup too old.*firing/);
    await expect(panel(page, "Errors").getByTestId("panel-fault")).toBeVisible();

    await page.mouse.move(700, 20);
    await expect(rule).toBeHidden();
    await expect(number).toHaveAttribute("data-state", "bad");
    await expect(alerts).toHaveCount(3);

    // What has a time moves the rule, too.
    await panel(page, "Deploys").getByTestId("deploy-row").hover();
    await expect(rule).toBeVisible();
    await page.mouse.move(700, 20);

    const resolved = [
      {
        type: "alert",
        title: "api latency above 100 ms",
        service: "api",
        attributes: { status: "resolved" },
      },
    ];
    await fetch(`${running.url}/api/events`, { method: "POST", headers, body: JSON.stringify(resolved) });
    await expect(alerts.filter({ hasText: "api latency" })).toContainText("resolved");
  });

  test("a stretch drawn over a chart is what the wall shows; what is out of sight is not asked for", async ({
    page,
  }) => {
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/query_ranges"))
        asked.push(...new URLSearchParams(request.postData() ?? "").getAll("query"));
    });
    await page.setViewportSize({ width: 1440, height: 600 });
    await open(page);
    const over = panel(page, "Busy").locator(".u-over");
    await expect(over).toBeVisible();
    await lanesStand(page);
    expect(asked).toContain("busy_ratio");
    expect(asked).not.toContain("never_sent");

    const before = (await panel(page, "Busy").getByTestId("chart").getAttribute("aria-label"))!;
    await over.hover({ position: { x: (await over.boundingBox())!.width * 0.5, y: 50 } });
    const { x, y, width } = (await over.boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(x + width * 0.8, y + 50, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/[?&](from|pause)=\d+/);
    await expect(panel(page, "Busy").getByTestId("chart")).not.toHaveAccessibleName(before);
    await expect(panel(page, "Busy").getByTestId("chart")).toHaveAccessibleName(/Lines of 3 series/);
    await page.goBack();
    await expect(page).not.toHaveURL(/[?&](from|pause)=/);

    await panel(page, "Missing").scrollIntoViewIfNeeded();
    await expect(panel(page, "Missing").getByTestId("panel-fault")).toContainText("never_sent");
    expect(asked).toContain("never_sent");
  });
});
