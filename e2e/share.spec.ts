import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const view = {
  name: "Shared load",
  tiles: [{ id: "t", title: "Load now", expr: "node_load1" }],
  sections: [
    {
      id: "s",
      title: "Load",
      lanes: [
        { id: "l", title: "load", expr: "node_load1" },
        { id: "g", title: "told", expr: "shared_gauge" },
      ],
    },
  ],
};

test.describe("sharing a view", () => {
  // Each starts or visits more than one page, and looks at them in both themes.
  test.describe.configure({ timeout: 120_000 });
  const folder = temporaryFolder();
  let running: Running;
  let port = "0";
  let faults: string[] = [];

  const lane = (page: Page, expr: string) => page.locator(`[data-testid=lane][data-expr="${expr}"]`);
  const shownBy = async (page: Page, expr: string) =>
    Number(
      await lane(page, expr)
        .locator(".lane-value [data-value], .lane-value")
        .first()
        .getAttribute("data-value"),
    );
  const noneFound = async (page: Page, part?: string) => {
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator(`:root[data-theme=${colorScheme}]`)).toBeAttached();
      const axe = new AxeBuilder({ page });
      const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  };
  const openDialog = async (page: Page, tab: string) => {
    await page.getByRole("button", { name: "Share this view" }).click();
    const dialog = page.getByRole("dialog", { name: "Share “Shared load”" });
    await dialog.getByRole("tab", { name: tab, exact: true }).click();
    return dialog;
  };
  /** Somebody else's browser, which notes what its page asks. */
  async function stranger(context: BrowserContext, path: string): Promise<{ page: Page; asked: string[] }> {
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/api")) asked.push(pathname);
    });
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(running.url + path);
    return { page, asked };
  }
  async function restart(): Promise<void> {
    await running.stop();
    running = await start(folder.path, { PORT: port });
  }

  test.beforeAll(async () => {
    running = await start(folder.path);
    port = new URL(running.url).port;
    const put = await fetch(`${running.url}/api/views/shared-load`, {
      method: "PUT",
      body: JSON.stringify(view),
    });
    expect(put.status).toBe(201);
    await sendDatagram(running.statsdPort, "shared_gauge:42|g");
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  test("by a link that shows it live to people without an account, answers nothing else, and can be revoked", async ({
    page,
    browser,
  }) => {
    await page.goto(`${running.url}/views/shared-load?range=1h&lane=node_load5`);
    await expect(lane(page, "node_load5")).toBeVisible();
    const dialog = await openDialog(page, "Link");
    await expect(dialog.getByText(`${running.url}/views/shared-load?range=1h&lane=node_load5`)).toBeVisible();
    await dialog.getByRole("tab", { name: "Share link" }).click();
    await dialog.getByRole("button", { name: "Make a share link" }).click();
    const link = await dialog.getByText(/\/shared\//).textContent();
    const path = new URL(link ?? "").pathname;
    const token = path.slice("/shared/".length);
    await noneFound(page, "[role=dialog]");

    const context = await browser.newContext();
    const { page: other, asked } = await stranger(context, path);
    await expect(lane(other, "node_load5")).toBeVisible();
    await expect(other).toHaveURL(/range=1h/);
    await expect(lane(other, "shared_gauge")).toBeVisible();
    const edge = () => other.getByTestId("live-status").textContent();
    await expect.poll(edge).toMatch(/Live.*behind/);
    await expect(other.getByRole("navigation", { name: "Pages" })).toHaveCount(0);
    await expect(other.locator("[data-lane-menu]").first()).toBeHidden();
    expect(asked.filter((each) => !each.startsWith(`/api/shared/${token}`))).toEqual([]);
    await sendDatagram(running.statsdPort, "shared_gauge:77|g");
    await expect.poll(() => shownBy(other, "shared_gauge")).toBe(77);
    await noneFound(other);

    const api = `${running.url}/api/shared/${token}`;
    const statusOf = async (query: string, init: RequestInit = {}) => (await fetch(api + query, init)).status;
    const range = "start=1&end=2&step=1";
    expect(await statusOf(`/v1/query_range?query=node_load1&${range}`)).toBe(200);
    expect(await statusOf(`/v1/query_range?query=node_load15&${range}`)).toBe(403);
    expect(await statusOf("/v1/query?query=node_load1")).toBe(403);
    expect(await statusOf("/events")).toBe(403);
    expect(await statusOf("", { method: "DELETE" })).toBe(403);
    const lanes = JSON.stringify({ lanes: [{ key: "0", expr: "node_load15", stepMs: 1_000 }] });
    expect(await statusOf(`/live/${"a".repeat(32)}/subscriptions`, { method: "PUT", body: lanes })).toBe(403);

    await dialog.getByRole("tab", { name: "Shared so far" }).click();
    await expect(dialog.getByText(/Share link · made/)).toBeVisible();
    await dialog.getByRole("button", { name: "Revoke the link to shared-load" }).click();
    await expect(other.getByRole("heading", { name: "Nothing here" })).toBeVisible();
    await expect(other.getByText("This link opens nothing")).toBeVisible();
    await noneFound(other);
    expect(await statusOf("")).toBe(404);
    for (const name of readdirSync(folder.path).filter((each) => each.startsWith("records")))
      expect(readFileSync(join(folder.path, name)).includes(token)).toBe(false);
    expect(running.output()).not.toContain(token);
    await context.close();
  });

  test("by a snapshot, whose values stay when the view is gone and the server began anew", async ({
    page,
  }) => {
    await sendDatagram(running.statsdPort, "shared_gauge:77|g");
    await page.goto(`${running.url}/views/shared-load`);
    await expect.poll(() => shownBy(page, "shared_gauge")).toBe(77);
    const dialog = await openDialog(page, "Snapshot");
    await dialog.getByRole("button", { name: "Take a snapshot" }).click();
    const link = await dialog.getByText(/\/snapshots\//).textContent();
    await fetch(`${running.url}/api/views/shared-load`, { method: "DELETE" });
    await sendDatagram(running.statsdPort, "shared_gauge:5|g");
    await restart();
    await page.goto(new URL(link ?? "").href);
    await expect(page.getByText(/^Snapshot, taken/)).toBeVisible();
    await expect.poll(() => shownBy(page, "shared_gauge")).toBe(77);
    // None of its panels shows events.
    await expect(page.getByRole("heading", { name: "Events", exact: true })).toHaveCount(0);
    await noneFound(page);
    await fetch(`${running.url}/api/views/shared-load`, { method: "PUT", body: JSON.stringify(view) });
  });

  test("on a wall: without chrome, in turns, by a link that outlives the server", async ({
    page,
    browser,
  }) => {
    await page.goto(`${running.url}/views/shared-load`);
    await expect(lane(page, "node_load1")).toBeVisible();
    const dialog = await openDialog(page, "Show on a wall");
    await dialog.getByRole("checkbox", { name: "This machine" }).check();
    await dialog.getByRole("spinbutton", { name: "Seconds for each" }).fill("5");
    await noneFound(page, "[role=dialog]");
    await dialog.getByRole("button", { name: "Make a link for another screen" }).click();
    const path = new URL((await dialog.getByText(/\/wall\//).textContent()) ?? "").pathname;
    // On this one it turns by hand alone.
    await dialog.getByRole("spinbutton", { name: "Seconds for each" }).fill("600");
    await dialog.getByRole("button", { name: "Show on this screen" }).click();
    const kiosk = page.getByTestId("kiosk");
    await expect(kiosk).toContainText("Shared load");
    await expect(page.getByRole("navigation", { name: "Pages" })).toBeHidden();
    await expect(page.getByRole("button", { name: "Share this view" })).toBeHidden();
    await page.keyboard.press("ArrowRight");
    await expect(kiosk).toContainText("This machine");
    await expect(page).toHaveURL(/kiosk=this-machine%2Cshared-load/);
    await page.keyboard.press("Escape");
    await expect(kiosk).toBeHidden();
    await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
    await page.keyboard.press("k");
    await expect(kiosk).toBeVisible();

    // The turns go on over a view that is not there, and nothing but the wall is shown between two of them.
    const inTurn = "kiosk=this-machine,never-saved,shared-load&every=600";
    await page.goto(`${running.url}/views/shared-load?${inTurn}&zoom=1.5&tz=Europe%2FOslo`);
    await expect(kiosk).toContainText("Shared load");
    await kiosk.evaluate((bar) => {
      const root = document.documentElement;
      bar.dataset.first = "";
      root.dataset.left = "0";
      new MutationObserver((changes) => {
        root.dataset.left = String(Number(root.dataset.left) + changes.length);
      }).observe(root, { attributeFilter: ["data-kiosk"] });
    });
    await page.keyboard.press("ArrowRight");
    await expect(kiosk).toContainText("This machine");
    await page.keyboard.press("ArrowRight");
    await expect(kiosk).toContainText("Shared load");
    await expect(page).toHaveURL(/zoom=1\.5/);
    await expect(page).toHaveURL(/tz=Europe/);
    await expect(page.locator(":root")).toHaveCSS("--zoom", "1.5");
    // What is opened over it keeps its keys.
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog");
    await expect(palette.locator("input:focus")).toBeVisible();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
    await expect(page.locator(":root[data-left='0'] [data-testid=kiosk][data-first]")).toContainText(
      "Shared load",
    );
    await page.close();

    const context = await browser.newContext();
    const { page: wall, asked } = await stranger(context, path);
    const bar = wall.getByTestId("kiosk");
    await expect(bar).toContainText("This machine");
    await expect(bar).toContainText("Shared load");
    await noneFound(wall);
    await running.stop();
    await expect(wall.getByTestId("kiosk").getByText(/Reconnecting since/)).toBeVisible();
    running = await start(folder.path, { PORT: port });
    await expect(bar.getByText(/Reconnecting since/)).toBeHidden({ timeout: 30_000 });
    await expect(lane(wall, "node_load1").first()).toBeVisible();
    expect(asked.every((each) => each.startsWith("/api/shared/"))).toBe(true);
    await context.close();
  });
});
