import AxeBuilder from "@axe-core/playwright";
import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import { metric, samplesOf } from "@mission-control/series";
import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

/** A label value that would end its quotes, were it not escaped. */
const ODD = String.raw`w"e\b.+`;
const loads = new Map([
  ["api", 10],
  ["db", 5],
  [ODD, 20],
]);

const view = {
  name: "Services",
  variables: [
    { name: "service", title: "Service", source: { kind: "label", label: "service", match: "jobs" } },
    {
      name: "host",
      title: "Host",
      source: { kind: "label", label: "host", match: 'jobs{service=~"$service"}' },
      multi: false,
    },
  ],
  tiles: [{ id: "sum", title: "Jobs of $service", expr: 'sum(jobs{service=~"$service"})' }],
  sections: [
    {
      id: "main",
      title: "Main",
      lanes: [
        { id: "jobs", title: "Jobs of $service", expr: 'jobs{service="$service", host=~"$host"}', rows: 50 },
      ],
    },
  ],
};

test.describe("variables of a view", () => {
  const folder = temporaryFolder();
  let running: Running;

  test.beforeAll(async () => {
    running = await start(folder.path);
    const nowMs = Date.now();
    const samples = [...loads].flatMap(([service, value]) =>
      Array.from({ length: 300 }, (_, i) => ({
        labels: metric("jobs", { service, host: `${service}-1` }),
        timeMs: nowMs + (i - 240) * 1_000,
        value,
      })),
    );
    const body = packSnappy(encodeWriteRequest(samplesOf(samples)));
    const headers = { "Content-Type": "application/x-protobuf", "Content-Encoding": "snappy" };
    const write = await fetch(`${running.url}/api/v1/write`, { method: "POST", headers, body });
    expect(write.status).toBe(204);
    const json = { "Content-Type": "application/json" };
    const kept = await fetch(`${running.url}/api/views/services`, {
      method: "PUT",
      headers: json,
      body: JSON.stringify(view),
    });
    expect(kept.status, await kept.text()).toBeLessThan(300);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  const pill = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(`^${name}: `) });
  const tile = (page: Page) => page.getByTestId("tile").filter({ hasText: "Jobs of" });
  const shows = async (page: Page, lanes: number, sum: number) => {
    await expect(page.getByTestId("lane")).toHaveCount(lanes);
    await expect(tile(page)).toHaveAttribute("data-value", String(sum));
  };

  test("change its lanes and numbers, and stand in the link, whatever signs a value is of", async ({
    page,
  }) => {
    await page.goto(`${running.url}/views/services`);
    await shows(page, 3, 35);
    await pill(page, "Service").click();
    const list = page.getByRole("listbox", { name: "Service" });
    await expect(list.getByRole("option")).toHaveCount(4);
    await list.getByRole("option", { name: ODD }).click();
    await shows(page, 1, 20);
    await expect(tile(page)).toContainText(`Jobs of ${ODD}`);
    await list.getByRole("option", { name: "db" }).click();
    await shows(page, 2, 25);
    await page.getByRole("searchbox", { name: "Find a value of Service" }).fill("ap");
    await expect(list.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect.poll(() => new URL(page.url()).searchParams.getAll("var-service")).toEqual([ODD, "db"]);

    // What can be chosen of another one goes by what is chosen of this.
    await pill(page, "Host").click();
    await expect(page.getByRole("option")).toHaveText(["Any", "db-1", `${ODD}-1`]);
    await page.getByRole("option", { name: "db-1" }).click();
    await shows(page, 1, 25);
    await page.reload();
    await shows(page, 1, 25);
    await page.goBack();
    await shows(page, 2, 25);
  });

  test("say so where a value is no longer there", async ({ page }) => {
    await page.goto(`${running.url}/views/services?var-service=gone`);
    await expect(pill(page, "Service")).toContainText("no longer there");
    await expect(page.getByText("no data yet").first()).toBeVisible();
    await pill(page, "Service").click();
    await page.getByRole("option", { name: "Any" }).click();
    await shows(page, 3, 35);
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`have nothing that axe finds, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${running.url}/views/services?var-service=db`);
      await shows(page, 1, 5);
      const axe = new AxeBuilder({ page });
      const bar = await axe.include("fieldset").analyze();
      await pill(page, "Service").click();
      await expect(page.getByRole("option")).toHaveCount(4);
      const list = await axe.include("[role=dialog]").analyze();
      const found = [...bar.violations, ...list.violations];
      expect(found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });
  }
});
