import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { queryValues, type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const minuteMs = 60_000;
const load = { id: "load", title: "load", expr: "avg_over_time(node_load1[$__interval])" };

function viewOf(lanes: readonly object[], more: object = {}) {
  return {
    name: "Shop",
    description: "A small shop.",
    sections: [{ id: "web", title: "web", lanes }],
    ...more,
  };
}

test.describe("views", () => {
  const folder = temporaryFolder();
  let running: Running;
  const faults: string[] = [];

  const send = async (method: string, path: string, body: unknown) => {
    const response = await fetch(running.url + path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
  };
  const livePairs = async () => {
    // A connection that was idle may be closed just as it is used again; the next poll has another.
    const values = await queryValues(running.url, "mission_control_live_pairs").catch(() => new Map());
    return [...values.values()][0] ?? Number.NaN;
  };
  const chooser = (page: Page) => page.getByRole("button", { name: /choose a view/ });
  const rows = (page: Page, type: string) => page.locator(`[data-testid=event-row][data-type=${type}]`);

  test.beforeAll(async () => {
    running = await start(folder.path);
    const tiles = [{ id: "load", title: "Load", expr: "node_load1" }];
    await send(
      "PUT",
      "/api/views/shop",
      viewOf([load, { ...load, id: "more", title: "load again" }], { tiles }),
    );
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      // The answer 404 is what one of these tests asks for.
      if (message.type() === "error" && !/status of 404/.test(message.text())) faults.push(message.text());
    });
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  test("that were put stand under their address, also after a restart", async ({ page }) => {
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByRole("heading", { level: 1, name: "Shop" })).toBeVisible();
    await expect(page).toHaveTitle("Shop · Mission Control");
    await expect(page.getByTestId("lane")).toHaveCount(2);
    await expect(page.getByTestId("tile")).toHaveCount(1);
    await expect(page.getByTestId("lane-value").first()).toHaveAttribute("data-value", /\d/);
    const { port } = new URL(running.url);
    // A page that asks while nobody answers says so in its console.
    await page.goto("about:blank");
    await running.stop("SIGKILL");
    running = await start(folder.path, { PORT: port });
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByTestId("lane")).toHaveCount(2);
  });

  test("are chosen by keyboard where the title is; the stretch of time goes along, added lanes do not", async ({
    page,
  }) => {
    await page.goto(`${running.url}/?range=1h&lane=up`);
    await expect(page.getByRole("heading", { level: 1, name: "This machine" })).toBeVisible();
    await chooser(page).focus();
    await page.keyboard.press("Enter");
    const menu = page.getByRole("menu", { name: "Views" });
    // The last one begins a new view.
    await expect(menu.getByRole("menuitemradio")).toHaveText([/This machine/, /Shop/, "New view"]);
    await expect(menu.getByRole("menuitemradio", { checked: true })).toHaveAccessibleName("This machine");
    await expect(menu.getByText("A small shop.")).toBeVisible();
    await expect(menu.getByRole("menuitemradio", { checked: true })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(menu.getByRole("menuitemradio", { name: "Shop" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Shop" })).toBeVisible();
    await expect(page).toHaveURL(`${running.url}/views/shop?range=1h`);
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: "This machine" })).toBeVisible();
    await expect(page).toHaveURL(/lane=up/);
  });

  test("are found by search and opened with Enter", async ({ page }) => {
    await page.goto(running.url);
    await expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox", { name: /view/i }).fill("shop");
    await page.getByRole("menuitem", { name: /View: Shop/ }).waitFor();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${running.url}/views/shop`);
    await expect(page.getByRole("heading", { level: 1, name: "Shop" })).toBeVisible();
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox", { name: /view/i }).fill("this machine");
    await page.getByRole("menuitem", { name: /View: This machine/ }).waitFor();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${running.url}/`);
  });

  test("keep the moment, the pause and added lanes in their address", async ({ page }) => {
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.url()).toMatch(/\/views\/shop\?pause=\d+&at=\d+/);
    await page.getByRole("button", { name: /Range/ }).click();
    await page.getByRole("menuitemradio", { name: /Last 6 h/ }).click();
    await expect.poll(() => page.url()).toContain("range=6h");
    const address = page.url();
    await page.reload();
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "paused");
    await expect(page).toHaveURL(address);
  });

  test("leave nothing watched and nothing drawn of the view before", async ({ page }) => {
    // What pages closed before this one watched is kept a minute for their return, unless we restart.
    const { port } = new URL(running.url);
    await running.stop();
    running = await start(folder.path, { PORT: port });
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByTestId("lane")).toHaveCount(2);
    await expect.poll(livePairs).toBe(2);
    for (const [from, to] of [
      ["Shop", "This machine"],
      ["This machine", "Shop"],
      ["Shop", "This machine"],
      ["This machine", "Shop"],
    ] as const) {
      await expect(page.getByRole("heading", { level: 1, name: from })).toBeVisible();
      await chooser(page).click();
      await page.getByRole("menuitemradio", { name: to }).click();
      await expect(page.getByRole("heading", { level: 1, name: to })).toBeVisible();
      if (to === "This machine") await expect.poll(livePairs).toBeGreaterThan(24);
    }
    await expect(page.getByTestId("lane")).toHaveCount(2);
    // Both lanes stand on it.
    await expect(page.locator("canvas")).toHaveCount(1);
    await expect.poll(livePairs).toBe(2);
  });

  test("that are not there say so, and what there is instead", async ({ page }) => {
    await page.goto(`${running.url}/views/no-such-view`);
    await expect(page.getByRole("heading", { level: 1, name: "No such view" })).toBeVisible();
    await expect(page.getByText("There is no view called “no-such-view”")).toBeVisible();
    await expect(page.getByText(`curl -X PUT ${running.url}/api/views/no-such-view`)).toBeVisible();
    await page.getByRole("link", { name: "Shop" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Shop" })).toBeVisible();
  });

  test("a lane that goes silent says since when, at its value", async ({ page }) => {
    // It ends once it was seen, however long the page takes to come.
    const endsAt = (timeS: number) => sendDatagram(running.statsdPort, `ends:${timeS}|g`);
    await endsAt(1e10);
    const expr = "vector(time()) < scalar(ends)";
    await send("PUT", "/api/views/silent", viewOf([{ ...load, expr }], { name: "Silent" }));
    await page.goto(`${running.url}/views/silent`);
    const value = page.getByTestId("lane-value");
    await expect(value).toHaveAttribute("data-value", /\d/);
    await endsAt(1);
    await expect(value).toHaveText(/^silent since \d\d:\d\d$/, { timeout: 20_000 });
    // Its values are their times.
    const [lastS] = (await queryValues(running.url, `max_over_time((${expr})[5m:1s])`)).values();
    const time = new Date(lastS! * 1000);
    const minute = `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
    await expect(value).toHaveText(`silent since ${minute}`);
    await expect(page.getByTestId("lane").getByRole("img")).toHaveAttribute("aria-label", /silent since/, {
      timeout: 20_000,
    });
  });

  test("a storm of one error is one row and hides no deploy; requests are no rows", async ({ page }) => {
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    const nowMs = Date.now();
    const deploy = { service: "api", version: "v500", author: "bolt", title: "Prices with every product" };
    await send("POST", "/api/deploys", { ...deploy, time: nowMs - 3 * minuteMs });
    const errors = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        type: "exception",
        service: "api",
        host: `api-${1 + (i % 3)}`,
        title: "PoolError: could not obtain database connection",
        time: nowMs - Math.round(((count - i) / count) * 2 * minuteMs),
      }));
    await send("POST", "/api/events", errors(2_400));
    await send("POST", "/api/events", [{ type: "request", service: "web", attributes: { status: 200 } }]);
    const check = async () => {
      await expect(rows(page, "exception")).toHaveCount(1);
      await expect(rows(page, "exception")).toContainText("Connection pool exhausted");
      await expect(rows(page, "exception")).toContainText(/3 machines · [\d,]{3,} in \d+ (s|min)/);
      await expect(rows(page, "deploy").filter({ hasText: "api v500 deployed" })).toContainText(
        "by bolt · Prices with every product",
      );
      await expect(rows(page, "request")).toHaveCount(0);
    };
    await check();
    await page.reload();
    await check();
  });

  test("a deploy is one stretch from start to end, red once it was rolled back", async ({ page }) => {
    const nowMs = Date.now();
    const mark = {
      service: "web",
      version: "v77",
      author: "bolt",
      link: "https://deploys.example.com/web/v77",
    };
    await send("POST", "/api/deploys", { ...mark, status: "started", time: nowMs - 12 * minuteMs });
    await send("POST", "/api/deploys", { ...mark, status: "finished", time: nowMs - 10 * minuteMs });
    const dns = { service: "www", kind: "dns", time: nowMs - 8 * minuteMs };
    await send("POST", "/api/deploys", dns);
    await page.goto(`${running.url}/views/shop`);
    const flag = page.getByRole("button", { name: /^web v77 deployed/ });
    await expect(flag).toHaveAttribute("data-tone", "normal");
    await expect(page.getByTestId("deploy-length")).toHaveCount(1);
    await expect(
      page.getByRole("button", { name: /^www DNS changed/ }).locator("[data-kind=dns]"),
    ).toBeVisible();
    const lines = await page.getByTestId("deploy-line").count();
    await send("POST", "/api/deploys", { ...mark, status: "rolled_back", time: nowMs - 5 * minuteMs });
    await expect(flag).toHaveAttribute("data-tone", "bad");
    await expect(page.getByTestId("deploy-line")).toHaveCount(lines + 1);
    await expect(page.locator("[data-testid=deploy-flag][data-tone=undo]")).toContainText("rollback v77");
    await flag.click();
    const details = page.getByRole("dialog", { name: "Deploy details" });
    for (const words of ["web v77", "rolled back at", "release", "bolt", "2 min"]) {
      await expect(details).toContainText(words);
    }
    await expect(details.getByRole("link")).toHaveAttribute("href", mark.link);
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe finds nothing on a view, its open menus, or where there is none, ${colorScheme}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      const check = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
        ).toEqual([]);
      };
      await send("POST", "/api/deploys", { service: "web", version: "v78", status: "failed" });
      await send("POST", "/api/events", [{ type: "exception", title: "EMFILE: too many open files" }]);
      await page.goto(`${running.url}/views/shop`);
      await expect(page.getByTestId("lane")).toHaveCount(2);
      await expect(rows(page, "deploy").first()).toBeVisible();
      await check();
      await chooser(page).click();
      await expect(page.getByRole("menuitemradio").first()).toBeVisible();
      await check();
      await page.keyboard.press("Escape");
      await page.getByTestId("deploy-flag").first().click();
      await expect(page.getByRole("dialog", { name: "Deploy details" })).toBeVisible();
      await check();
      await page.goto(`${running.url}/views/no-such-view`);
      await expect(page.getByRole("link", { name: "Shop" })).toBeVisible();
      await check();
    });
  }
});
