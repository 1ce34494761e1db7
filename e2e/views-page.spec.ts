import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const sections = [
  { id: "web", title: "web", lanes: [{ id: "load", title: "load", expr: "avg_over_time(node_load1[5m])" }] },
];
const fleet = (name: string) =>
  `name: ${name}\ntags: [platform]\nsections:\n  - id: all\n    title: all\n    lanes:\n      - id: load\n        title: load\n        expr: node_load1\n`;

test.describe("the page of views", () => {
  const folder = temporaryFolder();
  const files = join(folder.path, "walls");
  let running: Running;

  const put = async (slug: string, view: object, by = "") => {
    const response = await fetch(`${running.url}/api/views/${slug}?by=${by}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sections, ...view }),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
  };
  const slugs = async () => {
    const { views } = (await (await fetch(`${running.url}/api/views`)).json()) as {
      views: { slug: string }[];
    };
    return views.map(({ slug }) => slug);
  };
  const rows = (page: Page) => page.getByTestId("view-row");
  const shown = (page: Page) => rows(page).evaluateAll((all) => all.map((row) => row.dataset.slug));
  const search = (page: Page) => page.getByRole("searchbox", { name: /Find a view/ });
  const more = async (page: Page, name: string, act: string) => {
    await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
    await page.getByRole("menuitem", { name: act }).click();
  };

  test.beforeAll(async () => {
    mkdirSync(files);
    writeFileSync(join(files, "fleet.yaml"), fleet("Fleet"));
    running = await start(join(folder.path, "data"), { MISSION_CONTROL_VIEWS: files });
    await put("shop", { name: "Shop", description: "The front door.", tags: ["shop", "eu"] }, "Ada");
    await put("checkout", { name: "Checkout", owner: "Payments", tags: ["shop"] });
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("finds views by words and tags; a star stands first, also on the wall", async ({ page }) => {
    await page.goto(running.url);
    await page.getByRole("link", { name: "Views", exact: true }).click();
    await expect(page).toHaveURL(`${running.url}/views`);
    await expect(page).toHaveTitle("Views · Mission Control");
    await expect.poll(() => shown(page)).toEqual(["checkout", "fleet", "shop", "this-machine"]);
    await expect(rows(page).filter({ hasText: "Shop" }).getByText("by Ada")).toBeVisible();
    await expect(rows(page).filter({ hasText: "This machine" })).toContainText("built in");

    await search(page).fill("payments");
    await expect.poll(() => shown(page)).toEqual(["checkout"]);
    await search(page).fill("no such thing");
    await expect(page.getByText("No view has all of that")).toBeVisible();
    await page.getByRole("button", { name: "Show all" }).first().click();
    await page.getByRole("button", { name: "shop 2" }).click();
    await expect.poll(() => shown(page)).toEqual(["checkout", "shop"]);
    await page.getByRole("button", { name: "eu 1" }).click();
    await expect.poll(() => shown(page)).toEqual(["shop"]);
    await expect(page).toHaveURL(`${running.url}/views?tag=shop&tag=eu`);
    await page.reload();
    await expect.poll(() => shown(page)).toEqual(["shop"]);

    await page.getByRole("button", { name: "Star Shop" }).click();
    await page.goto(`${running.url}/views`);
    await expect.poll(() => shown(page)).toEqual(["shop", "checkout", "fleet", "this-machine"]);
    await rows(page).getByRole("link", { name: "Shop" }).click();
    await page.getByRole("button", { name: /choose a view/ }).click();
    const names = page.getByRole("menuitemradio");
    await expect(names.first()).toHaveAccessibleName("Shop");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Views", exact: true }).click();
    const lately = page.getByRole("navigation", { name: "Opened lately" }).getByRole("link");
    await expect(lately).toHaveText(["Shop", "This machine"]);
  });

  test("renames, copies and removes a view, each as it says", async ({ page }) => {
    await put("mine", { name: "Mine" });
    await page.goto(`${running.url}/views`);
    await more(page, "Mine", "Duplicate");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Checkout");
    await dialog.getByRole("button", { name: "Keep the copy" }).click();
    await expect(dialog.getByRole("alert")).toHaveText(/Another view has this name/);
    await dialog.getByLabel("Name").fill("Mine, too");
    await dialog.getByRole("button", { name: "Keep the copy" }).click();
    await expect.poll(() => shown(page)).toContain("mine-too");
    await more(page, "Mine", "Rename");
    await dialog.getByLabel("Name").fill("Yours");
    await dialog.getByRole("button", { name: "Rename" }).click();
    await expect(rows(page).and(page.locator("[data-slug=mine]"))).toContainText("Yours");
    await more(page, "Yours", "Versions");
    await expect(dialog.getByText("name “Mine” → “Yours”")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).click();
    await more(page, "Yours", "Remove");
    await dialog.getByRole("button", { name: "Keep it" }).click();
    expect(await slugs()).toContain("mine");
    await more(page, "Yours", "Remove");
    await dialog.getByRole("button", { name: "Remove it" }).click();
    await expect.poll(() => shown(page)).not.toContain("mine");
    await expect.poll(slugs).not.toContain("mine");
  });

  test("a view that was exported comes back as it was; what is broken keeps nothing and says the line", async ({
    page,
  }) => {
    const before: unknown = await (await fetch(`${running.url}/api/views/shop?format=json`)).json();
    await page.goto(`${running.url}/views`);
    const download = page.waitForEvent("download");
    await more(page, "Shop", "Export as YAML");
    const exported = await download;
    expect(exported.suggestedFilename()).toBe("shop.yaml");
    const path = await exported.path();
    const yaml = readFileSync(path, "utf8");

    await page.getByRole("button", { name: "Import" }).click();
    const dialog = page.getByRole("dialog", { name: "Import views" });
    const broken = yaml.replace("slug: shop", "slug: broken").replace("node_load1[5m]", "node_load1[5m");
    const line = 1 + broken.split("\n").findIndex((each) => each.includes("node_load1"));
    await dialog.getByLabel("Views as text").fill(`${fleet("Whole")}---\n${broken}`);
    await expect(dialog.getByRole("alert")).toContainText(
      `line ${fleet("Whole").split("\n").length + line}: lane "load"`,
    );
    await expect(dialog.getByRole("button", { name: "Import" })).toBeDisabled();
    expect(await slugs()).not.toContain("whole");

    const file = { name: "shop.yaml", mimeType: "application/yaml", buffer: Buffer.from(yaml) };
    await page.locator("input[type=file]").setInputFiles(file);
    await expect(dialog.getByText("is saved already")).toBeVisible();
    await dialog.getByLabel("Its name in the address").fill("shop-again");
    await dialog.getByRole("button", { name: "Import 1 view" }).click();
    await expect(
      page.getByRole("dialog", { name: "Imported" }).getByRole("link", { name: "Shop" }),
    ).toBeVisible();
    await page.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => shown(page)).toContain("shop-again");
    const after: unknown = await (await fetch(`${running.url}/api/views/shop-again`)).json();
    expect(after).toEqual({
      ...(before as object),
      slug: "shop-again",
      version: 1,
      savedBy: "",
      savedMs: expect.any(Number),
    });
  });

  test("a file of the folder is shown as it is on disk, and saved as a copy; a broken one is told with its line", async ({
    page,
  }) => {
    await page.goto(`${running.url}/views`);
    const row = rows(page).and(page.locator("[data-slug=fleet]"));
    await expect(row).toContainText("from a file: fleet.yaml");
    writeFileSync(join(files, "fleet.yaml"), fleet("Whole fleet"));
    writeFileSync(join(files, "bad.yaml"), fleet("Bad").replace("node_load1", "sum("));
    await expect(row).toContainText("Whole fleet");
    const faults = page.getByRole("list", { name: "Files that cannot be used" });
    await expect(faults).toContainText("bad.yaml, line 9: ");
    await page.getByRole("link", { name: "Whole fleet" }).click();
    await expect(page.getByText(/The view file .*bad\.yaml, line 9: /)).toBeVisible();
    await page.getByRole("button", { name: "Save this view" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("Tags")).toHaveValue("platform");
    await dialog.getByLabel("Name", { exact: true }).fill("My fleet");
    await dialog.getByLabel("Owner").fill("Me");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText(`${running.url}/views/my-fleet`)).toBeVisible();
    expect(readFileSync(join(files, "fleet.yaml"), "utf8")).toBe(fleet("Whole fleet"));
    const kept: unknown = await (await fetch(`${running.url}/api/views/my-fleet`)).json();
    expect(kept).toMatchObject({ version: 1, owner: "Me", tags: ["platform"] });

    writeFileSync(join(files, "bad.yaml"), fleet("Good"));
    running.child.kill("SIGHUP");
    await expect.poll(slugs).toContain("bad");
    await page.goto(`${running.url}/views`);
    await page.getByRole("button", { name: "Read again" }).click();
    await expect(page.getByText("Read again: views from 2 files.")).toBeVisible();
    await expect(faults).toHaveCount(0);
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe finds nothing, ${colorScheme}, wide and narrow`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      const check = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
        ).toEqual([]);
      };
      writeFileSync(join(files, "bad.yaml"), "[");
      for (const viewport of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        await page.setViewportSize(viewport);
        await page.goto(`${running.url}/views`);
        await expect(page.getByRole("list", { name: "Files that cannot be used" })).toBeVisible();
        await check();
        await expect
          .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
          .toBe(viewport.width);
        await page.getByRole("button", { name: "Import" }).click();
        await page.getByLabel("Views as text").fill(fleet("Fleet"));
        await expect(page.getByText("stands in a file")).toBeVisible();
        await check();
      }
    });
  }
});
