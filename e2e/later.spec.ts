import { expect, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";
import { startProxy } from "./proxy.ts";

test.describe("code that comes later than the page", () => {
  const folder = temporaryFolder();
  let running: Running;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  const faults: string[] = [];

  test.beforeAll(async () => {
    running = await start(folder.path);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(async ({ page }) => {
    proxy = await startProxy(Number(new URL(running.url).port));
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
  });
  test.afterEach(async ({ page }) => {
    await page.close();
    await proxy.close();
    expect(faults).toEqual([]);
  });

  test("what a wall gets beside its lanes comes when the server is back, though it was away as it was asked for", async ({
    page,
  }) => {
    // How alerts stand is told; the code that makes marks of it is not there.
    let isCut = false;
    await page.route("**/assets/create-marks-*.js", async (route) => {
      if (!isCut) {
        isCut = true;
        proxy.pull();
      }
      await route.continue();
    });
    const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("create-marks"));
    await page.goto(proxy.url);
    await failed;
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "lost");
    const had = page.waitForResponse((response) => response.url().includes("create-marks") && response.ok());
    proxy.mend();
    await had;
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live", { timeout: 30_000 });
    await expect(page.getByTestId("old-page")).toHaveCount(0);
  });

  test("the palette and a page that are asked for while the server is away open when it is back", async ({
    page,
  }) => {
    await page.goto(proxy.url);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    proxy.pull();
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "lost");
    const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("SearchDialog"));
    await page.keyboard.press("Control+k");
    await failed;
    await expect(page.getByRole("heading", { name: "This machine" })).toBeVisible();
    await expect(page.getByTestId("coming")).toContainText("as soon as the server answers");
    proxy.mend();
    await page.getByRole("searchbox", { name: /metric/i }).waitFor();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("searchbox", { name: /metric/i })).toHaveCount(0);

    proxy.pull();
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "lost");
    const missed = page.waitForEvent("requestfailed", (request) => request.url().includes("FunctionsPage"));
    const unstyled = page.waitForEvent("requestfailed", (request) => request.url().endsWith(".css"));
    await page.getByRole("link", { name: "Functions" }).click();
    await missed;
    const style = (await unstyled).url();
    await expect(page.getByRole("heading", { name: "This machine" })).toBeVisible();
    proxy.mend();
    await expect(page.getByRole("heading", { level: 1, name: "Functions" })).toBeVisible();
    // It comes with its looks, though they were asked for in vain before.
    const styles = () =>
      page.evaluate(() =>
        [...document.styleSheets].filter((sheet) => sheet.cssRules.length > 0).map((sheet) => sheet.href),
      );
    await expect.poll(styles).toContain(style);
    await expect(page.getByTestId("old-page")).toHaveCount(0);
  });

  test("a wall is live by itself where the worker that tabs share cannot be had", async ({ page }) => {
    let broken = 0;
    const breaksAt = /GET \/assets\/live-worker/;
    const without = await startProxy(Number(new URL(running.url).port), {
      test: (said) => breaksAt.test(said) && ++broken > 0,
    });
    try {
      await page.goto(without.url);
      await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
      const load = page.locator('[data-expr*="node_load1"]').getByTestId("lane-value");
      await expect.poll(() => load.getAttribute("data-value")).not.toBe(null);
      expect(broken).toBeGreaterThan(0);
    } finally {
      await page.close();
      await without.close();
    }
  });

  test("what is asked for while the server is away can be called off, and takes nothing from the page", async ({
    page,
  }) => {
    await page.goto(proxy.url);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    await expect(page.getByTestId("lane-value").first()).toBeVisible();
    proxy.pull();
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "lost");
    const coming = page.getByTestId("coming");
    for (const callOff of [
      () => page.keyboard.press("Escape"),
      () => coming.getByRole("button", { name: "Cancel" }).click(),
    ]) {
      await page.keyboard.press("?");
      await expect(coming).toBeVisible();
      await callOff();
      await expect(coming).toHaveCount(0);
    }
    // The wall stands until what arranges it is there.
    await page.keyboard.press("e");
    await expect(page).toHaveURL(/edit/);
    await expect(page.getByTestId("lane-value").first()).toBeVisible();
    proxy.mend();
    await expect(page.getByRole("button", { name: "Done" })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("a rule that is not saved can be left while the server is away", async ({ page }) => {
    await page.goto(`${proxy.url}/alerts/rules/new`);
    await page.getByRole("textbox", { name: "Name" }).fill("written in the dark");
    proxy.pull();
    await page.getByRole("link", { name: "Wall" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Throw away" }).click();
    await expect(page).toHaveURL(`${proxy.url}/`);
    proxy.mend();
    await expect(page.getByRole("heading", { name: "This machine" })).toBeVisible();
  });

  test("a page of which only the looks are gone is shown, in the frame of all pages", async ({ page }) => {
    await page.goto(running.url);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    await page.route("**/*.css", (route) => route.fulfill({ status: 404 }));
    await page.getByRole("link", { name: "Functions" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Functions" })).toBeVisible();
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page.getByTestId("old-page")).toContainText("may have been updated");
    // Other code comes all the same.
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox", { name: /metric/i }).waitFor();
  });

  test("where an update took it away the page says so, and stays as it is until it is loaded again", async ({
    page,
  }) => {
    let isGone = true;
    await page.route("**/assets/SearchDialog-*.js", (route) =>
      isGone ? route.fulfill({ status: 404 }) : route.continue(),
    );
    await page.goto(running.url);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    await page.keyboard.press("Control+k");
    const old = page.getByTestId("old-page");
    await expect(old).toContainText("may have been updated");
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    // Read and put away, it is said again of what is missing again, and is within reach over a dialog.
    await old.getByRole("button", { name: "Put away" }).click();
    await expect(old).toHaveCount(0);
    await page.keyboard.press("Control+k");
    await expect(old).toBeVisible();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    isGone = false;
    await old.getByRole("button", { name: "Reload" }).click();
    await expect(old).toHaveCount(0);
    await expect(page.getByTestId("live-status")).toHaveAttribute("data-state", "live");
    await page.keyboard.press("Control+k");
    await page.getByRole("searchbox", { name: /metric/i }).waitFor();
  });
});
