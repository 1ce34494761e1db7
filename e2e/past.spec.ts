import { columnsType } from "@mission-control/contracts";
import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

/** How many steps of the past the page asks for while it loads, of the lane with the load average. */
async function stepsAsked(page: Page, load: () => Promise<unknown>): Promise<number[]> {
  const asked: number[] = [];
  const note = (request: { url(): string; postData(): string | null }) => {
    if (!request.url().endsWith("/api/v1/query_ranges")) return;
    const form = new URLSearchParams(request.postData() ?? "");
    if (!form.getAll("query").some((query) => query.includes("node_load1["))) return;
    const [from, to, step] = ["start", "end", "step"].map((name) => Number(form.get(name)));
    asked.push(Math.round((to! - from!) / step!) + 1);
  };
  page.on("request", note);
  await load();
  const lane = page.locator('[data-testid=lane][data-expr*="node_load1"]').first();
  await expect(lane.getByTestId("lane-value")).toHaveAttribute("data-value", /\d/);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  page.off("request", note);
  return asked;
}

/** Whether the browser's database has that lane's past by now; one that the page has not made yet is not made. */
const isKept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open("mission-control");
        opening.onupgradeneeded = () => opening.transaction!.abort();
        opening.onerror = () => resolve(false);
        opening.onsuccess = () => {
          const keys = opening.result.transaction("past").objectStore("past").getAllKeys();
          keys.onsuccess = () => {
            opening.result.close();
            resolve(keys.result.some((key) => String(key).includes("node_load1[")));
          };
        };
      }),
  );

test.describe("the past", () => {
  const folder = temporaryFolder();
  let running: Running;
  test.beforeAll(async () => {
    running = await start(folder.path);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("comes in columns, compressed, to whoever asks for them, and in Prometheus' JSON to everyone else", async ({
    request,
  }) => {
    const nowS = Math.floor(Date.now() / 1000);
    const form = { query: "time()", start: String(nowS - 3_000), end: String(nowS), step: "1" };
    const url = `${running.url}/api/v1/query_range`;
    const columns = await request.post(url, {
      form,
      headers: { accept: columnsType, "accept-encoding": "gzip" },
    });
    expect(columns.headers()).toMatchObject({ "content-type": columnsType, "content-encoding": "gzip" });
    const json = await request.post(url, { form });
    expect(((await json.json()) as { data: { result: unknown[] } }).data.result).toHaveLength(1);
    expect((await columns.body()).length).toBeLessThan((await json.body()).length);
    const fault = await request.post(url, {
      form: { ...form, query: "sum(" },
      headers: { accept: columnsType },
    });
    expect(fault.status()).toBe(400);
    expect(await fault.json()).toMatchObject({ status: "error", errorType: "bad_data" });
  });

  test("is asked for once: a reload asks only for what is new, and shows the same", async ({ page }) => {
    const first = await stepsAsked(page, () => page.goto(running.url));
    await expect.poll(() => isKept(page)).toBe(true);
    // What is not five minutes old may still change and is asked for again; steps here are a second or a few.
    const again = await stepsAsked(page, () => page.reload());
    expect(Math.max(...first)).toBeGreaterThan(100);
    expect(Math.max(...again)).toBeLessThan(Math.max(...first) / 2);
  });
});
