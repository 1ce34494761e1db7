import { expect, test } from "@playwright/test";
import { queryValues, type Running, start, temporaryFolder } from "./process.ts";

test.describe("opening a wall", () => {
  const folder = temporaryFolder();
  let running: Running;

  test.beforeAll(async () => {
    running = await start(folder.path);
    for (const slug of ["shop", "till"]) {
      const lanes = [{ id: "one", title: `lane of ${slug}`, expr: "vector(1)" }];
      const response = await fetch(`${running.url}/api/views/${slug}`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: slug, sections: [{ id: "all", title: "all", lanes }] }),
      });
      expect(response.ok, await response.clone().text()).toBe(true);
    }
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("the stream is open before the page's code has come", async ({ page }) => {
    const watchers = async () => {
      const values = await queryValues(running.url, "mission_control_watchers");
      return [...values.values()][0];
    };
    await expect.poll(watchers).toBe(0);
    let come = () => {};
    const held = new Promise<void>((now) => {
      come = now;
    });
    await page.route("**/assets/index-*.js", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${running.url}/views/shop`, { waitUntil: "commit" });
    await expect.poll(watchers).toBe(1);
    await expect(page.locator("#root")).toBeEmpty();
    come();
    await expect(page.getByTestId("lane-value")).toHaveAttribute("data-value", "1");
    expect(await watchers()).toBe(1);
  });

  test("a browser is told what a wall asks for first, and asks for it once", async ({ page }) => {
    const first = async (path: string) => (await fetch(running.url + path)).headers.get("link") ?? "";
    expect(await first("/views/shop")).toContain("</api/views/shop>; rel=preload; as=fetch");
    expect(await first("/")).toContain("</api/views/this-machine>; rel=preload; as=fetch");
    for (const path of ["/views", "/views/new", "/alerts", "/api/status", "/views/a/b"]) {
      expect(await first(path), path).toBe("");
    }
    const asked: string[] = [];
    for (const path of ["/api/views/shop", "/api/status"]) {
      await page.route(`**${path}`, async (route) => {
        asked.push(path);
        await route.continue();
      });
    }
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByTestId("lane")).toContainText(["lane of shop"]);
    expect(asked.sort()).toEqual(["/api/status", "/api/views/shop"]);
  });

  test("what stands beside lanes is asked for once they have their past", async ({ page }) => {
    // A second is what it waits for at most; here it waits for the lanes, however slow the machine is.
    await page.addInitScript(() => {
      const later = window.setTimeout;
      const slower = (run: () => void, ms = 0) => later(run, ms === 1_000 ? 3_600_000 : ms);
      window.setTimeout = slower as typeof window.setTimeout;
    });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByTestId("lane-value")).toHaveAttribute("data-value", "1");
    const beside = ["/api/alerts/marks", "/api/deploys", "/api/events", "/api/views"];
    await expect.poll(() => beside.filter((path) => !asked.includes(path))).toEqual([]);
    const past = asked.indexOf("/api/v1/query_ranges");
    expect(past).toBeGreaterThan(-1);
    for (const path of beside) expect(asked.indexOf(path), path).toBeGreaterThan(past);
  });

  test("its view is asked for while a link to it is pointed at, and once", async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${running.url}/views`);
    const link = page.getByRole("link", { name: "till", exact: true });
    await expect(link).toBeVisible();
    expect(asked).not.toContain("/api/views/till");
    await link.hover();
    await expect.poll(() => asked).toContain("/api/views/till");
    await link.click();
    await expect(page.getByTestId("lane")).toContainText(["lane of till"]);
    expect(asked.filter((path) => path === "/api/views/till")).toHaveLength(1);
  });

  test("while its view is on its way its shape stands there, and nothing but that", async ({ page }) => {
    let answer = () => {};
    const late = new Promise<void>((now) => {
      answer = now;
    });
    await page.route("**/api/views/shop", async (route) => {
      await late;
      await route.continue();
    });
    await page.goto(`${running.url}/views/shop`);
    await expect(page.getByRole("main", { name: "The wall is being fetched" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Alerts" })).toBeVisible();
    answer();
    await expect(page.getByTestId("lane")).toContainText(["lane of shop"]);
    await expect(page.getByRole("main")).toHaveAccessibleName("shop");
  });

  test("a wall that the server has at once is drawn without its shape before it", async ({ page }) => {
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.querySelector(".skeleton") !== null) document.documentElement.dataset.shape = "seen";
      }).observe(document, { childList: true, subtree: true });
    });
    // What was asked for on the page before is there at once on this one.
    await page.goto(`${running.url}/views`);
    const link = page.getByRole("link", { name: "shop", exact: true });
    const answers = ["**/api/views/shop", "**/api/status"].map((url) => page.waitForResponse(url));
    await link.hover();
    for (const answer of answers) await (await answer).finished();
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
    await link.click();
    await expect(page.getByTestId("lane")).toContainText(["lane of shop"]);
    await expect(page.locator("html")).not.toHaveAttribute("data-shape");
  });

  test("the past that was kept is opened before a lane asks for it", async ({ page }) => {
    await page.goto(`${running.url}/views`);
    const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    await expect.poll(names).toContain("mission-control");
  });
});
