import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, type Route, test } from "@playwright/test";
import { pressInTurn } from "./keys.ts";
import { queryValues, type Running, start, temporaryFolder } from "./process.ts";

test.describe
  .serial("probes", () => {
    const folder = temporaryFolder();
    const faults: string[] = [];
    let running: Running;
    let shop: Server;
    let url: string;

    const row = (page: Page, slug: string) => page.locator(`[data-testid=probe-row][data-slug="${slug}"]`);

    test.beforeAll(async () => {
      shop = createServer((_, response) => response.end("all well"));
      await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
      url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/health`;
      running = await start(folder.path, { MISSION_CONTROL_OUTGOING_ALLOW: "127.0.0.1" });
    });
    test.afterAll(async () => {
      shop.close();
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

    test("one is tried and added by its page; its results, lane and alert are a click away, and it says when it fails", async ({
      page,
    }) => {
      await page.goto(`${running.url}/`);
      await page.getByTestId("lane").first().waitFor();
      await pressInTurn(page, "g", "p");
      await expect(page.getByRole("heading", { name: "Nothing is checked yet" })).toBeVisible();

      await page.getByRole("button", { name: "Add a probe" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name", { exact: true }).fill("The shop");
      await dialog.getByLabel("Address").fill("shop");
      await dialog.getByRole("button", { name: "Add it" }).click();
      await expect(
        dialog.getByText("an address that begins with https:// or http://", { exact: true }),
      ).toBeVisible();

      await dialog.getByLabel("Address").fill(url);
      await dialog.getByLabel("The body has to hold").fill("in order");
      await dialog.getByRole("button", { name: "Try it now" }).click();
      await expect(dialog.getByTestId("tried")).toContainText("but the body lacks “in order”");
      await dialog.getByLabel("The body has to hold").fill("well");
      await dialog.getByRole("button", { name: "Try it now" }).click();
      await expect(dialog.getByTestId("tried")).toContainText("Good answered with 200");
      await expect(dialog.getByTestId("tried")).toContainText("Answer awaited");
      await dialog.getByLabel("Check every").selectOption("5 s");
      // Pressed again while it is being saved, it is no second probe.
      const puts: Route[] = [];
      await page.route("**/api/probes/*", (route) =>
        route.request().method() === "PUT" ? void puts.push(route) : route.continue(),
      );
      await dialog.getByRole("button", { name: "Add it" }).click();
      await dialog.getByRole("button", { name: "Saving…" }).click();
      await expect.poll(() => puts.length).toBe(1);
      await puts[0]!.continue();
      await expect(dialog).toBeHidden();
      expect(puts).toHaveLength(1);

      await expect(row(page, "the-shop")).toContainText("Up");
      await expect(
        row(page, "the-shop").getByRole("img", { name: /The only check was good|none failed/ }),
      ).toBeVisible();
      await expect
        .poll(async () => [...(await queryValues(running.url, 'probe_success{probe="the-shop"}')).values()])
        .toEqual([1]);

      await page.getByRole("link", { name: "The shop" }).click();
      await expect(page.getByRole("heading", { name: "The last check took" })).toBeVisible();
      await expect(page.getByRole("table")).toContainText("answered with 200");
      await page.getByRole("link", { name: "Up or down in Explore" }).click();
      await expect(page).toHaveURL(/probe_success/);
      await expect(page.getByTestId("lane").first()).toBeVisible();
      await page.goBack();
      await page.getByRole("link", { name: "Make an alert" }).click();
      await expect(page).toHaveURL(/\/alerts\/rules\/new\?kind=probe&probe=the-shop/);

      await new Promise<void>((resolve) => {
        shop.close(() => resolve());
        shop.closeAllConnections();
      });
      await page.goto(`${running.url}/probes`);
      await expect(row(page, "the-shop")).toContainText("Down", { timeout: 15_000 });
      await expect(row(page, "the-shop")).toContainText("connection refused");
      await expect
        .poll(async () => {
          const response = await fetch(`${running.url}/api/events?type=probe`);
          const { events } = (await response.json()) as { events: { title: string }[] };
          return events.map(({ title }) => title);
        })
        .toEqual([expect.stringMatching(/^The shop fails from .*: connection refused$/)]);
    });

    test("what is changed or removed is so for all, and by keyboard alone", async ({ page }) => {
      await page.goto(`${running.url}/probes/the-shop`);
      await page.getByRole("button", { name: "Edit" }).press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Switched on").press("Space");
      // Somebody else was quicker: nothing of his is lost unseen.
      const theirs = await fetch(`${running.url}/api/probes/the-shop`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ slug: "the-shop", name: "Their shop", kind: "http", url }),
      });
      expect(theirs.status).toBe(200);
      await dialog.getByLabel("Name", { exact: true }).press("Enter");
      await expect(dialog.getByText("Now it is Their shop")).toBeVisible();
      await dialog.getByRole("button", { name: "Save mine over it" }).press("Enter");
      await expect(dialog).toBeHidden();
      await expect(page.getByText("Switched off")).toBeVisible();
      for (const viewport of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        await page.setViewportSize(viewport);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        await expect.poll(beyond).toBeLessThanOrEqual(0);
      }
      await page.getByRole("button", { name: "Remove" }).press("Enter");
      await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).press("Enter");
      await expect(page.getByRole("heading", { name: "Nothing is checked yet" })).toBeVisible();
      await page.goto(`${running.url}/probes/the-shop`);
      await expect(page.getByText("There is no probe “the-shop”.")).toBeVisible();
    });
  });
