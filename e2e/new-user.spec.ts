import { writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { pressInTurn } from "./keys.ts";
import { type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

test.describe("a new user", () => {
  const folder = temporaryFolder();
  let running: Running;
  const faults: string[] = [];

  const lanes = (page: Page) => page.getByTestId("lane");
  const palette = (page: Page) => page.getByRole("dialog", { name: "Go to, do or add" });
  const field = (page: Page) => palette(page).getByRole("searchbox");
  const wallStands = (page: Page) => expect.poll(() => lanes(page).count()).toBeGreaterThanOrEqual(24);
  const noneFound = async (page: Page) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  };

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

  test("comes from an empty product to a saved view of five lanes and its link in a minute", async ({
    page,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    let did = 0;
    const presses = async (key: string) => {
      did++;
      await page.keyboard.press(key);
    };
    const types = async (text: string) => {
      did++;
      await page.keyboard.type(text);
    };
    await page.goto(running.url);
    await wallStands(page);
    const beganMs = performance.now();
    await presses("n");
    const picker = page.getByRole("searchbox", { name: /Find a metric/ });
    await expect(picker).toBeFocused();
    for (const name of [
      "node_load1",
      "memavailable",
      "context_switches",
      "disk_read_bytes",
      "receive_bytes",
    ]) {
      await types(name);
      const found = page.getByRole("menuitem", { name: new RegExp(name, "i") }).first();
      await expect(found).toBeVisible();
      await presses("Enter");
      await expect(found).toContainText("added");
    }
    did++;
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
    await types("My first wall");
    await presses("Enter");
    const saved = page.getByRole("dialog", { name: "Saved" });
    await expect(saved.getByText("Link copied")).toBeVisible();
    const tookMs = performance.now() - beganMs;
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${running.url}/views/my-first-wall`);
    expect(did).toBeLessThanOrEqual(15);
    expect(tookMs).toBeLessThan(60_000);
    // Whoever gets the link sees five lanes, of which some are several rows.
    const other = await context.newPage();
    await other.goto(link);
    await expect(other.getByRole("heading", { level: 1, name: "My first wall" })).toBeVisible();
    await expect
      .poll(() => lanes(other).evaluateAll((all) => new Set(all.map((lane) => lane.dataset.expr)).size))
      .toBe(5);
    await other.close();
  });

  test("filters the lanes by what is typed; the filter stands in the link", async ({ page }) => {
    await page.goto(running.url);
    await wallStands(page);
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox", { name: /Filter lanes/ })).toBeFocused();
    await page.keyboard.type("LOAD");
    await expect(lanes(page)).toHaveCount(1);
    await expect(page).toHaveURL(/filter=LOAD/);
    await page.reload();
    await expect(lanes(page)).toHaveCount(1);
    await page.getByRole("searchbox", { name: /Filter lanes/ }).fill("no such lane");
    await expect(page.getByText("No lane has “no such lane” in its name or labels.")).toBeVisible();
    await page.getByRole("button", { name: "Show all lanes" }).click();
    await wallStands(page);
    await expect(page).not.toHaveURL(/filter=/);
  });

  test("types into the search before it is there, and into nothing else", async ({ page }) => {
    let letCome = () => {};
    const mayCome = new Promise<void>((resolve) => {
      letCome = resolve;
    });
    await page.route(/SearchDialog[^/]*\.js/, async (route) => {
      await mayCome;
      await route.continue();
    });
    await page.goto(running.url);
    await wallStands(page);
    const asked = page.waitForRequest(/SearchDialog[^/]*\.js/);
    await page.keyboard.press("Control+k");
    await asked;
    // Some letters do something on the wall: `e` edits the view.
    await page.keyboard.type("textx");
    await page.keyboard.press("Backspace");
    letCome();
    await expect(field(page)).toHaveValue("text");
    await page.keyboard.type(" more");
    await expect(field(page)).toHaveValue("text more");
    await expect(page).toHaveURL(`${running.url}/`);
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await page.keyboard.press("Control+k");
    await expect(field(page)).toHaveValue("");
  });

  test("reaches pages, actions and deploys by the palette, and what was used comes first", async ({
    page,
  }) => {
    const body = JSON.stringify({ service: "api", version: "v412", author: "bolt" });
    expect((await fetch(`${running.url}/api/deploys`, { method: "POST", body })).status).toBe(201);
    await page.goto(running.url);
    await wallStands(page);
    await page.keyboard.press("Control+k");
    await expect(palette(page).getByRole("menuitem", { name: /View: This machine/ })).toBeVisible();
    await noneFound(page);
    await field(page).fill("light theme");
    await palette(page)
      .getByRole("menuitem", { name: /Light theme/ })
      .waitFor();
    await page.keyboard.press("Enter");
    await expect(palette(page)).toBeHidden();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "light");

    await page.keyboard.press("Control+k");
    const used = palette(page).getByRole("group", { name: "Recently used" });
    await expect(used.getByRole("menuitem")).toHaveAccessibleName(/Light theme/);
    await field(page).fill("api v412");
    await palette(page)
      .getByRole("menuitem", { name: /Deploy: api v412/ })
      .waitFor();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/at=\d+/);

    await pressInTurn(page, "g", "s");
    await expect(page).toHaveURL(`${running.url}/sources`);
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await expect(keys.getByRole("region", { name: "On the wall" })).toContainText("Pause or resume live");
    await page.keyboard.press("Escape");
    // From another page it goes to the wall it came from; the letters that are left out are forgiven.
    await page.keyboard.press("Control+k");
    await field(page).fill("ndload15");
    await palette(page)
      .getByRole("menuitem", { name: /node_load15/ })
      .click();
    await expect(page.locator('[data-testid=lane][data-expr*="node_load15"]').first()).toBeVisible();
  });

  test("is told how to begin, and sees the first sample arrive", async ({ page }) => {
    const folder = temporaryFolder();
    const settings = join(folder.path, "mission-control.yaml");
    writeFileSync(settings, "hostMetrics:\n  enabled: false\n");
    const empty = await start(join(folder.path, "data"), { MISSION_CONTROL_CONFIG: settings });
    try {
      await page.goto(empty.url);
      const begin = page.getByRole("region", { name: "How to begin" });
      await expect(begin.getByRole("heading", { level: 3 })).toHaveText([
        "This machine",
        "The demo",
        "Send your own",
      ]);
      await expect(begin).toContainText(`npm run demo -- --url ${empty.url}`);
      await noneFound(page);
      const own = begin.getByRole("region", { name: "Send your own" });
      await expect(own).toContainText("Waiting for the first sample");
      // The command says where to.
      await expect(own.locator("code").first()).toContainText(`nc -u -w1 127.0.0.1 ${empty.statsdPort}`);
      await sendDatagram(empty.statsdPort, "hits:3|c");
      await expect(own).toContainText("First sample arrived: hits_total, 3");
      await expect(
        own.getByRole("tab", { name: /StatsD/ }).getByRole("img", { name: "received" }),
      ).toBeVisible();
      await page.getByRole("button", { name: "Not now" }).click();
      await expect(page.getByTestId("tile").first()).toBeVisible();
      await page.keyboard.press("Control+k");
      await field(page).fill("how to send");
      await palette(page)
        .getByRole("menuitem", { name: /How to send data here/ })
        .click();
      await expect(page.getByRole("heading", { name: "Begin" })).toBeVisible();
      // A page that asks while nobody answers says so in its console.
      await page.close();
    } finally {
      await empty.stop();
      folder.remove();
    }
  });
});
