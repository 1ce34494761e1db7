import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

test.describe("lanes that functions follow", () => {
  const folder = temporaryFolder();
  let running: Running;

  const put = async (path: string, body: unknown) => {
    const response = await fetch(running.url + path, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
  };
  const lane = (page: Page, expr: string) => page.locator(`[data-testid=lane][data-expr="${expr}"]`);
  const shown = async (page: Page, expr: string) =>
    Number(await lane(page, expr).getByTestId("lane-value").getAttribute("data-value"));

  test.beforeAll(async () => {
    running = await start(folder.path);
    await put("/api/functions/forever", { kind: "map", code: "() => { for (;;); }" });
    await put("/api/functions/times", {
      kind: "map",
      parameters: [{ name: "by", type: "number" }],
      code: "(value, timeMs, labels, { by }) => value * by",
    });
    const exprs = ["time()", "time() |> smooth(1m)", "node_load1 |> forever", "time() |> times(2)"];
    const lanes = exprs.map((expr, i) => ({ id: `lane${i}`, title: `lane ${i}`, expr }));
    await put("/api/views/functions", { name: "Functions", sections: [{ id: "all", title: "all", lanes }] });
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("are drawn and go on; one that loops says so, and its neighbours go on", async ({ page }) => {
    await page.goto(`${running.url}/views/functions`);
    await expect(page.getByText("forever timed out: 50 ms are the most for one call")).toBeVisible();
    for (const expr of ["time()", "time() |> smooth(1m)", "time() |> times(2)"]) {
      await expect.poll(() => shown(page, expr), { message: expr }).toBeGreaterThan(0);
      const before = await shown(page, expr);
      await expect.poll(() => shown(page, expr), { message: expr }).toBeGreaterThan(before);
    }
    await expect(page.getByText("forever timed out: 50 ms are the most for one call")).toBeVisible();
    // Of what grows by one a second, the mean of the last minute is half a minute behind.
    const behind = async () => (await shown(page, "time()")) - (await shown(page, "time() |> smooth(1m)"));
    await expect.poll(async () => Math.abs((await behind()) - 30)).toBeLessThan(10);
  });

  test("show at once what a function gives that was changed", async ({ page }) => {
    await page.goto(`${running.url}/views/functions`);
    const share = async () => (await shown(page, "time() |> times(2)")) / (await shown(page, "time()"));
    await expect.poll(share).toBeCloseTo(2, 3);
    await put("/api/functions/times", {
      kind: "map",
      parameters: [{ name: "by", type: "number" }],
      code: "(value, timeMs, labels, { by }) => -value * by",
    });
    await expect.poll(share).toBeCloseTo(-2, 3);
  });
});
