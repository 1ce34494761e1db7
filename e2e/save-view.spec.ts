import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

test.describe("saving a view", () => {
  const folder = temporaryFolder();
  let running: Running;
  const faults: string[] = [];

  const lanes = (page: Page, expr: string) => page.locator(`[data-testid=lane][data-expr*="${expr}"]`);
  const wallStands = (page: Page) =>
    expect.poll(() => page.getByTestId("lane").count()).toBeGreaterThanOrEqual(24);
  const openSave = async (page: Page) => {
    await page.getByRole("button", { name: "Save this view" }).click();
    return page.getByRole("dialog", { name: "Save this view" });
  };
  const noneFound = async (page: Page) => {
    const { violations } = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
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
      // That a name is taken, or a view was changed meanwhile, is what these tests ask for.
      if (message.type() === "error" && !/status of 4(09|12)/.test(message.text()))
        faults.push(message.text());
    });
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  test("keeps the lanes that were added under a name, whose link shows them to others", async ({
    page,
    browser,
  }) => {
    await page.goto(`${running.url}/?lane=node_load1&lane=node_load15`);
    await wallStands(page);
    const dialog = await openSave(page);
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Load, mine");
    await expect(dialog.getByText("It will stand at /views/load-mine")).toBeVisible();
    await noneFound(page);
    await page.keyboard.press("Enter");
    const saved = page.getByRole("dialog", { name: "Saved" });
    await expect(saved.getByText(`${running.url}/views/load-mine`)).toBeVisible();
    await saved.getByRole("button", { name: "Done" }).click();
    await expect(page).toHaveURL(`${running.url}/views/load-mine`);
    await expect(page.getByRole("heading", { level: 1, name: "Load, mine" })).toBeVisible();
    await expect(lanes(page, "node_load15").first()).toBeVisible();
    const other = await browser.newPage();
    await other.goto(`${running.url}/views/load-mine`);
    await expect(lanes(other, "node_load15").first()).toBeVisible();
    await other.close();
  });

  test("does not take a name that is taken, and says so", async ({ page }) => {
    await page.goto(`${running.url}/?lane=up`);
    await wallStands(page);
    for (const [name, words] of [
      ["Load, mine", /Another view has this name/],
      ["This machine", /Another view has this name/],
      ["!?", /a name with letters/],
    ] as const) {
      const dialog = await openSave(page);
      await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);
      await dialog.getByRole("button", { name: "Save", exact: true }).click();
      await expect(dialog.getByRole("alert")).toContainText(words);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
    }
  });

  test("shows what somebody else saved meanwhile before it goes over that; the way back is there", async ({
    page,
    context,
  }) => {
    const other = await context.newPage();
    await page.goto(`${running.url}/views/load-mine?lane=node_boot_time_seconds`);
    await other.goto(`${running.url}/views/load-mine?lane=node_load5`);
    await expect(lanes(other, "node_load5").first()).toBeVisible();
    await expect(lanes(page, "node_load15").first()).toBeVisible();

    const theirs = await openSave(other);
    await theirs.getByRole("textbox", { name: "Your name" }).fill("Ada");
    await theirs.getByRole("button", { name: "Save over it" }).click();
    await expect(other.getByText("It is kept, as version 2")).toBeVisible();

    const mine = await openSave(page);
    await mine.getByRole("button", { name: "Save over it" }).click();
    await expect(mine.getByRole("alert")).toContainText("somebody else");
    await expect(mine.getByText("lane “node_load5” added to “Added”")).toBeVisible();
    await expect(mine.getByText(/, Ada$/)).toBeVisible();
    await noneFound(page);
    await mine.getByRole("button", { name: "Save mine over it" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page).toHaveURL(`${running.url}/views/load-mine`);

    await page.getByRole("button", { name: "Versions of this view" }).click();
    const versions = page.getByRole("dialog", { name: "Versions" });
    await expect(versions.getByRole("heading", { level: 3 })).toHaveText([
      /^Version 3/,
      /^Version 2/,
      /^Version 1/,
    ]);
    await noneFound(page);
    await versions.getByRole("button", { name: "Restore" }).first().click();
    await expect(versions.getByRole("heading", { level: 3 }).first()).toContainText("Version 4");
    await page.keyboard.press("Escape");
    await expect(lanes(page, "node_load5").first()).toBeVisible();
    await expect(lanes(page, "node_boot_time_seconds").first()).toBeHidden();
    await other.close();
  });

  test("is undone by removing the view, once that is meant", async ({ page }) => {
    await page.goto(`${running.url}/views/load-mine`);
    await page.getByRole("button", { name: "Versions of this view" }).click();
    await page.getByRole("button", { name: "Remove this view…" }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await expect(page).toHaveURL(`${running.url}/`);
    await expect(page.getByRole("button", { name: "Versions of this view" })).toBeHidden();
    expect((await fetch(`${running.url}/api/views/load-mine`)).status).toBe(404);
  });
});
