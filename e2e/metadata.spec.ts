import { writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import { metric, samplesOf } from "@mission-control/series";
import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const settings = `
meta:
  rules:
    - match: { labels: { host: web-1 } }
      about: { name: Web one, owner: Team web }
`;

test.describe("what is said of metrics and events", () => {
  const folder = temporaryFolder();
  const faults: string[] = [];
  let running: Running;

  const begin = () => start(folder.path, { MISSION_CONTROL_CONFIG: join(folder.path, "settings.yaml") });
  const lane = (page: Page, expr: string) => page.locator(`[data-testid=lane][data-expr*="${expr}"]`);
  const row = (page: Page, key: string) => page.locator(`.meta-row[data-key='${key}']`);
  const send = (method: string, path: string, body: unknown) =>
    fetch(`${running.url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const noneFound = async (page: Page) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
      [],
    );
  };
  const wallWith = "/?lane=rate(node_context_switches_total[$__rate_interval])";

  test.beforeAll(async () => {
    writeFileSync(join(folder.path, "settings.yaml"), settings);
    running = await begin();
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  test.beforeEach(({ page }) => {
    faults.length = 0;
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      // A fault that is typed, and a change by somebody else, are what these tests ask for.
      if (message.type() === "error" && !/status of 4(00|12)/.test(message.text()))
        faults.push(message.text());
    });
  });
  test.afterEach(() => {
    expect(faults).toEqual([]);
  });

  test("is found of a metric that comes while somebody looks for it", async ({ page }) => {
    await page.goto(`${running.url}/metadata?find=late_comer`);
    await expect(page.getByText("Nothing has “late_comer”")).toBeVisible();
    const sample = samplesOf([{ labels: metric("late_comer_total"), timeMs: Date.now(), value: 1 }]);
    const { status } = await fetch(`${running.url}/api/v1/write`, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy" },
      body: packSnappy(encodeWriteRequest(sample)),
    });
    expect(status).toBe(204);
    await expect(row(page, "late_comer_total")).toBeVisible();
  });

  test("is said on the metadata page and shown on the wall, in the search and in Explore, after a restart too", async ({
    page,
  }) => {
    const key = "node_context_switches_total";
    await page.goto(`${running.url}/metadata?find=context_switches`);
    await expect(row(page, key).getByText("count (a guess)")).toBeVisible();
    await row(page, key)
      .getByRole("button", { name: `Edit ${key}` })
      .click();
    const dialog = page.getByRole("dialog", { name: "About this metric" });
    await dialog.getByLabel("Display name").fill("Switches <b>");
    await dialog.getByLabel("Unit").selectOption("bytes");
    await dialog.getByLabel("When it grows").selectOption("up-is-bad");
    await dialog.getByLabel("Owner").fill("Team kernel");
    await dialog.getByRole("radio", { name: "flame" }).check();
    await dialog.getByLabel("Runbook").fill("javascript:alert(1)");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("alert")).toContainText(
      "about.runbook: an address that begins with https://",
    );
    await dialog.getByLabel("Runbook").fill("https://wiki.test/switches");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(row(page, key)).toContainText("Switches <b>");
    await expect(row(page, key).getByRole("link")).toHaveAttribute("href", "https://wiki.test/switches");

    // A page that asks while nobody answers says so in its console.
    await page.goto("about:blank");
    await running.stop();
    running = await begin();
    await page.goto(running.url + wallWith);
    const first = lane(page, key).first();
    // Until its values are there, its row may become another one, and its menu is gone.
    await expect(first.getByTestId("lane-value")).toHaveAttribute("data-value", /\d/);
    await expect(first.locator(".lane-title")).toHaveText("Switches <b>");
    await expect(first.locator(".lane-unit").first()).toHaveText("B/s");
    await expect(first.locator("svg.lane-icon")).toHaveClass(/lucide-flame/);
    await first.hover();
    await first.getByRole("button", { name: /more/ }).click();
    await expect(page.getByText("Owner: Team kernel")).toBeVisible();
    await expect(page.getByRole("menuitem", { name: "Open its runbook" })).toBeVisible();
    await page.getByRole("menuitem", { name: "About this metric…" }).click();
    await expect(page.getByRole("dialog").getByLabel("Display name")).toHaveValue("Switches <b>");
    await page.keyboard.press("Escape");

    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("searchbox").fill("switches");
    await expect(page.getByRole("dialog").getByText("Switches <b>")).toBeVisible();

    await page.goto(`${running.url}/explore?${new URLSearchParams({ expr: `rate(${key}[1m])` })}`);
    await expect(page.locator(".legend tbody th")).toHaveText("Switches <b>");
    const details = page.getByRole("region", { name: key });
    await expect(details.getByText("up is bad · owner: Team kernel")).toBeVisible();
    await expect(details.getByRole("button", { name: "About this metric…" })).toBeVisible();
  });

  test("of events is an icon beside them; of a label's value its name, which may stand in the settings", async ({
    page,
  }) => {
    await send("POST", "/api/events", [{ type: "mention", title: "Flurry of mentions: #espra" }]);
    await page.goto(`${running.url}/metadata`);
    await page.getByRole("button", { name: "Add a trigger" }).click();
    const dialog = page.getByRole("dialog", { name: "About these events" });
    await dialog.getByLabel("Words of the title").fill("flurry of mentions");
    await dialog.getByRole("radio", { name: "megaphone" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.locator(".meta-row.trigger")).toContainText("“flurry of mentions” in the title");
    const fixed = row(page, '{host="web-1"}');
    await expect(fixed).toContainText("Web one");
    await fixed.getByRole("button").click();
    await expect(page.getByText("This stands in mission-control.yaml; change it there.")).toBeVisible();
    await expect(page.getByRole("dialog").getByRole("button", { name: "Save" })).toHaveCount(0);
    await page.keyboard.press("Escape");

    await page.goto(running.url);
    const event = page.getByTestId("event-row").filter({ hasText: "Flurry of mentions" });
    await expect(event.locator(".event-icon svg")).toHaveClass(/lucide-megaphone/);
  });

  test("is not changed unseen where somebody else changed it meanwhile, and can be removed", async ({
    page,
  }) => {
    const key = "node_load1";
    const path = `/api/meta/rules/${key}`;
    const said = (owner: string) => ({ match: { metric: key }, about: { owner } });
    await send("PUT", path, said("Team a"));
    await page.goto(`${running.url}/metadata?find=node_load1`);
    await row(page, key)
      .getByRole("button", { name: `Edit ${key}` })
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Owner").fill("Team mine");
    await send("PUT", path, said("Team b"));
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("owner is Team b");
    await dialog.getByRole("button", { name: "Take theirs" }).click();
    await expect(dialog.getByLabel("Owner")).toHaveValue("Team b");
    await dialog.getByLabel("Owner").fill("Team mine");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await expect(row(page, key)).toContainText("Team mine");
    await row(page, key)
      .getByRole("button", { name: `Edit ${key}` })
      .click();
    await dialog.getByRole("button", { name: "Remove" }).click();
    await dialog.getByRole("button", { name: "Remove for good" }).click();
    await expect(row(page, key)).not.toContainText("Team mine");
  });

  for (const colorScheme of ["dark", "light"] as const) {
    test(`axe finds nothing on the page and in its dialogs, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      // Few rows: axe looks at each.
      await page.goto(`${running.url}/metadata?find=context_switches`);
      await expect(row(page, "node_context_switches_total")).toBeVisible();
      await noneFound(page);
      await page.getByRole("button", { name: "Describe metrics or labels" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await noneFound(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
      await page.setViewportSize({ width: 390, height: 844 });
      await noneFound(page);
    });
  }
});
