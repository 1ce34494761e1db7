import { readFileSync, writeFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { DuckDBInstance } from "@duckdb/node-api";
import { createRemoteWriter } from "@mission-control/client";
import { metric, type Point, samplesOf } from "@mission-control/series";
import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const [SERIES, STEPS, STEP_MS] = [20, 360, 10_000];

/** What a stranger's DuckDB finds in a file. */
async function ask(query: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const found = (await connection.runAndReadAll(query)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return found;
}

test.describe("exports", () => {
  const folder = temporaryFolder();
  const startMs = Math.floor(Date.now() / STEP_MS) * STEP_MS - STEPS * STEP_MS;
  const endMs = startMs + (STEPS - 1) * STEP_MS;
  let running: Running;

  test.beforeAll(async () => {
    running = await start(folder.path);
    const points: Point[] = [];
    for (let i = 0; i < SERIES; i++) {
      const labels = metric("stored", { host: `web-${i}`, note: "=1+1" });
      for (let at = 0; at < STEPS; at++)
        points.push({ labels, timeMs: startMs + at * STEP_MS, value: i * 1_000 + at });
    }
    const writer = createRemoteWriter({ url: running.url });
    await writer.write(samplesOf(points));
    await writer.close();
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  const range = { start: String(startMs / 1000), end: String(endMs / 1000), step: "10" };
  const address = (more: Record<string, string>) =>
    `${running.url}/api/export?${new URLSearchParams({ query: "stored", ...range, ...more })}`;

  test("a Parquet file holds what was stored, in types that others read", async () => {
    const answer = await fetch(address({}));
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="export-.*\.parquet"$/);
    const path = `${folder.path}/got.parquet`;
    writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
    const from = `FROM '${path}'`;
    expect(await ask(`SELECT count(*)::INT, count(DISTINCT host)::INT, sum(value) ${from}`)).toEqual([
      [
        SERIES * STEPS,
        SERIES,
        STEPS * 1_000 * ((SERIES * (SERIES - 1)) / 2) + SERIES * ((STEPS * (STEPS - 1)) / 2),
      ],
    ]);
    const one = await ask(`SELECT epoch_ms(time)::DOUBLE, value ${from} WHERE host = 'web-3' ORDER BY time`);
    expect(one[0]).toEqual([startMs, 3_000]);
    expect(one.at(-1)).toEqual([endMs, 3_000 + STEPS - 1]);
    expect(await ask(`SELECT DISTINCT note, typeof(time), typeof(value) ${from}`)).toEqual([
      ["=1+1", "TIMESTAMP WITH TIME ZONE", "DOUBLE"],
    ]);
  });

  test("a CSV file reads by eye, and runs nothing in a spreadsheet", async () => {
    const answer = await fetch(address({ format: "csv", query: 'stored{host="web-3"}' }));
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(lines).toHaveLength(1 + STEPS);
    expect(lines.slice(0, 2)).toEqual([
      "time,__name__,host,note,value",
      `${new Date(startMs).toISOString()},stored,web-3,'=1+1,3000.0`,
    ]);
  });

  test("a client that leaves ends its export, and another may begin", async () => {
    const leaving = new AbortController();
    const endless = { query: "quantile_over_time(0.5, stored[1h])", step: "0.01" };
    // Whichever of the two comes first, in the end this one runs.
    const askOn = async (): Promise<Response> => {
      const answer = await fetch(address(endless), { signal: leaving.signal });
      return answer.status === 503 ? askOn() : answer;
    };
    const answer = askOn();
    const begin = () =>
      fetch(`${running.url}/api/exports`, {
        method: "POST",
        body: new URLSearchParams({ query: "vector(1)", ...range }),
      });
    await expect.poll(async () => (await begin()).status).toBe(503);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await expect.poll(async () => (await begin()).status).toBe(202);
  });

  const openDialog = async (page: Page) => {
    await page.goto(`${running.url}/?lane=stored&range=1h`);
    const lane = page.locator('[data-testid=lane][data-expr="stored"]').first();
    await expect(lane).toBeVisible();
    const item = page.getByRole("menuitem", { name: "Export" });
    // While the wall still fills, a row may be another one by the time the key is pressed.
    await expect(async () => {
      await lane.getByRole("button").press("Enter", { timeout: 2_000 });
      await expect(item).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await item.click();
    const dialog = page.getByRole("dialog", { name: /Export/ });
    await expect(dialog).toBeVisible();
    return dialog;
  };

  test("a lane's menu exports what is shown", async ({ page }) => {
    const dialog = await openDialog(page);
    await dialog.getByText(/^CSV/).click();
    const downloading = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Export" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^export-.*\.csv$/);
    const lines = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines[0]).toBe("time,__name__,host,note,value");
    expect(lines.filter((line) => line.includes(",web-7,")).length).toBeGreaterThan(100);
    await expect(dialog.getByRole("status")).toContainText("values in export-");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  test("shows how far it is, and ends where it is cancelled", async ({ page }) => {
    let ended = 0;
    page.on("request", (request) => {
      if (request.method() === "DELETE" && request.url().includes("/api/exports/")) ended++;
    });
    // A server that is half done, whatever this one has to do.
    const running = { id: "x", format: "parquet", state: "running", done: 50, total: 100, rows: 1_000 };
    await page.route("**/api/exports", (route) => route.fulfill({ status: 202, json: running }));
    await page.route("**/api/exports/x", (route) =>
      route.request().method() === "DELETE"
        ? route.fulfill({ status: 204 })
        : route.fulfill({ json: { ...running, done: 75 } }),
    );
    const dialog = await openDialog(page);
    await dialog.getByRole("button", { name: "Export" }).click();
    const bar = dialog.getByRole("progressbar", { name: "1,000 values" });
    await expect(bar).toHaveAttribute("aria-valuenow", "75");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(bar).toBeHidden();
    await expect.poll(() => ended).toBe(1);
    await expect(dialog.getByRole("button", { name: "Export" })).toBeVisible();
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe finds nothing on the dialog, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      const dialog = await openDialog(page);
      const check = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
        ).toEqual([]);
      };
      await check();
      await dialog.getByRole("button", { name: "Export" }).click();
      await expect(dialog.getByRole("status")).toBeVisible();
      await check();
    });
  }
});
