import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const lane = (id: string, expr = `vector(${id.length})`) => ({ id, title: id, expr });

test.describe("arranging a view", () => {
  // Each goes through much of the page, and two cores that are shared take half a minute for it.
  test.slow();
  const folder = temporaryFolder();
  let running: Running;
  const faults: string[] = [];

  const put = async (slug: string, view: object) => {
    const response = await fetch(`${running.url}/api/views/${slug}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(view),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
  };
  const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
  const rows = (page: Page, name: string) => section(page, name).getByRole("row");
  const panel = (page: Page, name: RegExp) => page.getByRole("group", { name });
  const noneFound = async (page: Page) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  };
  /** Takes hold of a panel by a part of it and lets it go elsewhere; after a change a panel glides, and is waited for. */
  const drag = async (page: Page, by: Locator, { x, y }: { x: number; y: number }) => {
    await by.hover({ position: { x: 10, y: 8 } });
    const from = (await by.boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(from.x + 10 + x, from.y + 8 + y, { steps: 5 });
    await page.mouse.up();
  };
  const write = async (page: Page, name: string, expr: string) => {
    await page.getByRole("textbox", { name }).click();
    await page.keyboard.insertText(expr);
  };

  test.beforeAll(async () => {
    running = await start(folder.path);
    await put("shop", {
      name: "Shop",
      tiles: [lane("traffic")],
      sections: [
        { id: "web", title: "web", lanes: [lane("hits"), lane("errors")] },
        { id: "db", title: "db", lanes: [lane("queries")] },
      ],
    });
    const place = { x: 0, y: 0, w: 12, h: 6 };
    const steady = { id: "steady", title: "Steady", kind: "line", place, queries: [{ expr: "vector(1)" }] };
    await put("steady", {
      name: "Steady",
      tiles: [lane("traffic")],
      sections: [{ id: "web", title: "web", lanes: [lane("hits")], panels: [steady] }],
    });
    await put("other", { name: "Other", sections: [{ id: "all", title: "all", lanes: [lane("first")] }] });
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of 4(04|12)/.test(message.text()))
        faults.push(message.text());
    });
    // A page with changes that are not saved asks before it is left.
    page.on("dialog", (dialog) => void dialog.accept());
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  test("sections, lanes and panels are put where they belong by keys and by hand, undone, and saved as a version", async ({
    page,
  }) => {
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByTestId("lane")).toHaveCount(3);
    await page.keyboard.press("e");
    await expect(page.getByRole("heading", { level: 1, name: "Editing Shop" })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "nothing changed" })).toBeVisible();

    await page.getByRole("button", { name: "Section", exact: true }).click();
    await expect(page.getByRole("textbox", { name: "Title of the section Section 3" })).toBeFocused();
    await page.keyboard.type("night");
    await page.keyboard.press("Enter");
    await expect(section(page, "night")).toBeVisible();

    // By keys: down within the section, then past its end into the next one. The focus goes along.
    await rows(page, "web").first().focus();
    await page.keyboard.press("Alt+ArrowDown");
    await expect(rows(page, "web").first()).toContainText("errors");
    await expect(rows(page, "web").last()).toBeFocused();
    await page.keyboard.press("Alt+ArrowDown");
    await expect(rows(page, "db")).toContainText(["hits", "queries"]);
    await expect(page.getByText("Moved “hits” down.")).toBeVisible();
    // By hand: into the new section.
    await rows(page, "web").filter({ hasText: "errors" }).dragTo(section(page, "night").getByRole("grid"));
    await expect(rows(page, "night")).toContainText(["errors"]);
    await expect(section(page, "web").getByText("No lanes.")).toBeVisible();

    await section(page, "night").getByRole("button", { name: "Panel to night" }).click();
    const form = page.getByRole("dialog", { name: "Add a panel to “night”" });
    await form.getByRole("button", { name: "Add it" }).click();
    await expect(form.getByRole("alert")).toContainText("Give an expression");
    await write(page, "Expression A", "vector(1)");
    await form.getByRole("textbox", { name: "Title" }).fill("Steady");
    await expect(form.getByTestId("panel-preview").locator(".u-over")).toBeVisible();
    await form.getByRole("button", { name: "Add it" }).click();

    const steady = panel(page, /^Steady/);
    await expect(steady).toHaveAccessibleName("Steady, column 1, row 1, 12 of 24 wide, 8 high");
    await steady.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowDown");
    await expect(steady).toHaveAccessibleName("Steady, column 3, row 1, 12 of 24 wide, 9 high");
    await drag(page, steady.locator(".react-resizable-handle"), { x: -210, y: 50 });
    await expect(steady).not.toHaveAccessibleName(/12 of 24 wide/);
    await drag(page, steady.locator(".panel-head h3"), { x: 300, y: 0 });
    await expect(steady).not.toHaveAccessibleName(/column 3/);
    const placed = await steady.getAttribute("aria-label");

    await steady.focus();
    await page.keyboard.press("Delete");
    await expect(steady).toBeHidden();
    await page.getByText("Removed “Steady”.").locator("..").getByRole("button", { name: "Undo" }).click();
    await expect(steady).toHaveAccessibleName(placed!);
    await page.keyboard.press("ControlOrMeta+z");
    await expect(steady).toHaveAccessibleName(/column 3/);
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await expect(steady).toHaveAccessibleName(placed!);

    await steady.focus();
    await page.keyboard.press("s");
    await page.getByRole("button", { name: "Save over it" }).click();
    await page.getByRole("dialog", { name: "Saved" }).getByRole("button", { name: "Done" }).click();
    // What was done can still be undone, until editing is done.
    await expect(page.getByRole("status").filter({ hasText: "nothing changed" })).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(steady).toHaveAccessibleName(/column 3/);
    await page.getByRole("button", { name: "Redo" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page).toHaveURL(`${running.url}/views/shop`);
    await page.reload();
    await expect(page.getByTestId("panel")).toHaveAttribute("data-kind", "line");
    await expect(page.getByRole("region", { name: /night/ }).getByTestId("lane")).toHaveCount(1);
    await page.getByRole("button", { name: "Versions of this view" }).click();
    const versions = page.getByRole("dialog", { name: "Versions" });
    for (const words of [
      "section “night” added",
      "lane “errors” moved to “night”",
      "lane “hits” moved to “db”",
      "panel “Steady” added to “night”",
    ]) {
      await expect(versions.getByText(words)).toBeVisible();
    }
  });

  test("all of a view is reached on a phone, above the pages' own bar", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 480 });
    await page.goto(`${running.url}/views/steady?edit`);
    // By its name: what stands here while the view is fetched is a main, too.
    const editing = page.getByRole("main", { name: "Editing Steady" });
    await expect(editing).toBeVisible();
    const sections = page.locator(".arrange-section");
    await expect(sections.last()).toBeAttached();
    await expect(panel(page, /^Steady/)).toBeVisible();
    const beyond = async () => {
      const [main, pages] = [await editing.boundingBox(), await page.getByRole("navigation").boundingBox()];
      return main!.y + main!.height - pages!.y;
    };
    await expect.poll(beyond).toBeLessThanOrEqual(0);
    const before = await sections.count();
    // It scrolls within itself: the bar stays where it is.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBe(480);
    // It stands below all of them.
    await page.getByRole("button", { name: "Section", exact: true }).click();
    await expect(sections).toHaveCount(before + 1);
  });

  test("a lane is copied into another view; what is not saved outlives a reload, and is asked about", async ({
    page,
  }) => {
    // What stands still goes on to another time, though that is laid the same.
    const to = Date.now() - 6 * 3_600_000;
    await page.goto(`${running.url}/views/steady?edit&from=${to - 900_000}&to=${to}`);
    const axis = page.getByTestId("axis");
    await expect(axis).toHaveText(/\d/);
    const before = (await axis.textContent())!;
    await page.getByRole("button", { name: /^Range/ }).click();
    const range = page.getByRole("textbox", { name: "Type a range" });
    await range.fill("15 min");
    await range.press("Enter");
    await expect(page.getByRole("button", { name: /^Range: last 15 min/ })).toBeVisible();
    await expect(axis).not.toHaveText(before);
    await rows(page, "web").first().focus();
    await page.keyboard.press("ControlOrMeta+c");
    await expect(page.getByText("Copied “hits”.")).toBeVisible();
    await page.goto(`${running.url}/views/other?edit`);
    await page.getByRole("button", { name: "Paste" }).click();
    await expect(rows(page, "all")).toContainText(["first", "hits"]);
    await rows(page, "all").getByRole("button", { name: "Edit hits" }).click();
    const form = page.getByRole("dialog", { name: "Edit “hits”" });
    await form.getByRole("textbox", { name: "Title" }).fill("visits");
    await page.keyboard.press("Escape");
    await form.getByLabel("Top of the scale").fill("much");
    await form.getByRole("button", { name: "Change it" }).click();
    await expect(form.getByText("Give a number, or nothing.")).toBeVisible();
    await form.getByLabel("Top of the scale").fill("10");
    await form.getByRole("button", { name: "Change it" }).click();
    await expect(rows(page, "all")).toContainText(["first", "visits"]);

    await page.reload();
    await expect(page.getByText("These changes were made before and are not saved.")).toBeVisible();
    await expect(rows(page, "all")).toContainText(["first", "visits"]);
    await page.getByRole("button", { name: "Done" }).click();
    const leave = page.getByRole("alertdialog", { name: "Your changes are not saved" });
    await leave.getByRole("button", { name: "Go on editing" }).click();
    await expect(rows(page, "all")).toContainText(["first", "visits"]);
    await page.getByRole("button", { name: "Done" }).click();
    await leave.getByRole("button", { name: "Keep for later" }).click();
    await expect(page.getByTestId("lane")).toHaveCount(1);
    await page.getByRole("button", { name: "Go on" }).click();

    // Somebody else saves the same view: that is shown before anything goes over it.
    await put("other", { name: "Other", sections: [{ id: "all", title: "all", lanes: [lane("theirs")] }] });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Save over it" }).click();
    await expect(page.getByText("lane “theirs” added to “all”")).toBeVisible();
    await page.getByRole("button", { name: "Look at theirs" }).click();
    await expect(page.getByTestId("lane")).toContainText(["theirs"]);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Save over it" }).click();
    await page.getByRole("button", { name: "Save mine over it" }).click();
    await page.getByRole("dialog", { name: "Saved" }).getByRole("button", { name: "Done" }).click();

    // Somebody else removes it: what was changed is kept as a new view, at once or later.
    const remove = () => fetch(`${running.url}/api/views/other`, { method: "DELETE" });
    await page.getByRole("button", { name: "Undo" }).click();
    await remove();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Save over it" }).click();
    await page.getByRole("button", { name: "Save as a new view" }).click();
    await page.getByRole("dialog", { name: "Saved" }).getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Redo" }).click();
    await remove();
    await page.reload();
    await page.getByRole("button", { name: "Save as a new view" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Done" }).first().click();
    await expect(page).toHaveURL(`${running.url}/views/other`);
    await expect(page.getByTestId("lane")).toHaveCount(2);
    await expect(page.locator("[data-testid=lane][data-key=lane-2]")).toContainText("visits");
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe finds nothing while a view is arranged, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${running.url}/views/steady?edit`);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await expect(panel(page, /^Steady/)).toBeVisible();
        await noneFound(page);
        await page.getByRole("button", { name: "Edit Steady" }).click();
        await expect(page.getByTestId("panel-preview").getByTestId("panel")).toBeVisible();
        await noneFound(page);
        await page.keyboard.press("Escape");
        // The other dialogs are made of the same fields.
        if (width === 390) continue;
        await page.getByRole("button", { name: "Edit hits" }).click();
        await expect(page.getByTestId("lane-preview").getByTestId("lane")).toBeVisible();
        await noneFound(page);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Lanes to web" }).click();
        await expect(page.getByRole("dialog").getByRole("menuitem").first()).toBeVisible();
        await noneFound(page);
        await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
      }
    });
  }
});
