import { createRemoteWriter } from "@mission-control/client";
import type { Tuning } from "@mission-control/contracts";
import { metric, type Point, samplesOf } from "@mission-control/series";
import { expect, type Page, type Route, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const STEP_MS = 15_000;
const HOUR_MS = 3_600_000;

test.describe("the form of an alert rule", () => {
  const folder = temporaryFolder();
  const faults: string[] = [];
  let running: Running;

  /** Five hours of two services; api was slow for twenty minutes, three hours ago. */
  test.beforeAll(async () => {
    running = await start(folder.path);
    const endMs = Math.floor(Date.now() / STEP_MS) * STEP_MS;
    const points: Point[] = [];
    for (let timeMs = endMs - 5 * HOUR_MS; timeMs <= endMs; timeMs += STEP_MS) {
      const agoMs = endMs - timeMs;
      const isSlow = agoMs <= 3 * HOUR_MS && agoMs > 3 * HOUR_MS - 20 * 60_000;
      for (const [service, value] of [
        ["api", isSlow ? 0.4 : 0.1],
        ["web", 0.12],
      ] as const)
        points.push({ labels: metric("page_latency_seconds", { service }), timeMs, value });
    }
    const writer = createRemoteWriter({ url: running.url });
    await writer.write(samplesOf(points));
    await writer.close();
  });
  test.afterAll(async () => {
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

  const headline = (page: Page) => page.getByTestId("headline");
  const note = (page: Page) => page.getByTestId("rule-note");
  const keptRule = async (slug: string) => {
    const response = await fetch(`${running.url}/api/rules/${slug}`);
    return response.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
  };

  test("leads from a lane to a rule that is kept, and shows what it would have done", async ({ page }) => {
    await page.goto(`${running.url}/?lane=page_latency_seconds`);
    const lane = page.getByTestId("lane").filter({ hasText: "page_latency" }).first();
    // Until its values are there, its row may become another one, and its menu is gone.
    await expect(lane.getByTestId("lane-value")).toHaveAttribute("data-value", /\d/);
    await lane.hover();
    await lane.getByRole("button", { name: /more$/ }).click();
    await page.getByRole("menuitem", { name: "Make an alert…" }).click();
    await expect(page).toHaveURL(/\/alerts\/rules\/new\?expr=page_latency_seconds/);

    // A level is proposed from what the lane's values are; another one is typed in the unit people say.
    const level = page.getByRole("textbox", { name: "Level", exact: true });
    await expect(level).not.toHaveValue("");
    await page.getByRole("button", { name: "6 h" }).click();
    await level.fill("0.3 s");
    await page.getByRole("textbox", { name: "Clear level" }).fill("270");
    await expect(level).toHaveValue("0.3");
    await expect(page.getByRole("combobox", { name: "Level: unit", exact: true })).toHaveValue("s");
    // A letter that is deleted and typed again makes it another expression for a moment, and no other level.
    await page.getByRole("textbox", { name: "What to look at" }).focus();
    for (const key of ["End", "Backspace", "s", "Escape"]) await page.keyboard.press(key);
    await expect(page.getByRole("combobox", { name: "Level: unit", exact: true })).toHaveValue("s");
    await expect(headline(page)).toHaveText("Would have fired once in the last 6 hours");
    await expect(page.getByTestId("alert-for-each")).toHaveText(
      "One alert for each service (2 in this time).",
    );
    const rows = page.getByRole("region", { name: "Each alert" }).getByRole("listitem");
    await expect(rows).toHaveCount(2);
    await expect(rows.first().getByRole("img")).toHaveAccessibleName(/^fired 1 time, last .* for (1\d|20)/);
    await expect(rows.last().getByRole("img")).toHaveAccessibleName(/always normal|did not fire/);

    // The moment under the pointer tells its values.
    const chart = page.getByTestId("replay-chart");
    await chart.focus();
    await page.keyboard.press("End");
    await expect(page.getByTestId("moment")).toContainText("100 ms");

    await page.getByRole("textbox", { name: "Title" }).fill("{{service}} takes {{value}}");
    await expect(page.getByTestId("example")).toContainText("api takes 400 ms");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Pages are slow");
    await page.getByRole("button", { name: "Save rule" }).click();
    await expect(page).toHaveURL(/\/alerts\/rules\/pages-are-slow$/);
    await expect(note(page)).toContainText("Saved.");
    expect(await keptRule("pages-are-slow")).toMatchObject({
      version: 1,
      when: { kind: "threshold", expr: "page_latency_seconds", level: 0.3, clear: 0.27, unit: "seconds" },
      forMs: 300_000,
    });
  });

  test("proposes what would wake people less often, and takes it with one press", async ({ page }) => {
    const search = new URLSearchParams({ expr: "page_latency_seconds", unit: "seconds", level: "0.3" });
    await page.goto(`${running.url}/alerts/rules/new?${search}`);
    await expect(headline(page)).toHaveText("Would have fired once in the last 24 hours");
    await page.getByRole("textbox", { name: "Pages a week at most" }).fill("0");
    // The first question is never answered: it is given up.
    await page.route("**/api/rules/tune", () => undefined, { times: 1 });
    const propose = page.getByRole("button", { name: "Propose" });
    await propose.click();
    await page.getByRole("button", { name: "Stop" }).click();
    const [answer] = await Promise.all([page.waitForResponse("**/api/rules/tune"), propose.click()]);
    const { proposals } = (await answer.json()) as Tuning;
    const [{ when, forMs, clearForMs }] = proposals as [Tuning["proposals"][number]];
    expect(when.kind === "threshold" && [when.level, forMs]).not.toEqual([0.3, 300_000]);
    await page
      .getByTestId("proposal")
      .first()
      .getByRole("button", { name: /^Take it/ })
      .click();
    await expect(headline(page)).toHaveText("Would not have fired in the last 24 hours");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Tuned");
    await page.getByRole("button", { name: "Save rule" }).click();
    await expect(note(page)).toContainText("Saved.");
    expect(await keptRule("tuned")).toMatchObject({ when, forMs, clearForMs });
  });

  test("says what is wrong beside its field, whoever found it, and leads there", async ({ page }) => {
    // Where one writes what to look at comes later than all else.
    const held: Route[] = [];
    await page.route("**/assets/ExprEditor-*.js", (route) => void held.push(route), { times: 1 });
    await page.goto(`${running.url}/alerts/rules/new`);
    await expect(page.getByTestId("preview-words")).toContainText("Say what to look at");
    await page.getByRole("button", { name: "Save rule" }).click();
    await expect(note(page)).toContainText("mend what is marked");
    await expect(page.locator("[data-fault='when.level']")).toHaveText("Give a number.");
    await expect.poll(() => held.length).toBe(1);
    await held[0]!.continue();
    await expect(page.getByRole("textbox", { name: "What to look at" })).toBeFocused();

    // What the page cannot know, the server says: that this is no PromQL, that nobody has this channel.
    await page.keyboard.insertText("sum(");
    await page.getByRole("textbox", { name: "Level", exact: true }).fill("1");
    await page.getByRole("button", { name: "Save rule" }).click();
    const expr = page.locator(".arrange-field").filter({ has: page.getByTestId("editor") });
    await expect(expr.getByRole("alert")).not.toBeEmpty();
    await expect(page.getByRole("textbox", { name: "What to look at" })).toBeFocused();
    expect(await keptRule("sum-above-1")).toBeUndefined();
  });

  test("is begun by a key at the lane that has the focus", async ({ page }) => {
    await page.goto(running.url);
    // Until its values are there, its row may become another one, which has not the focus.
    await expect(page.getByTestId("lane-value").first()).toHaveAttribute("data-value", /\d/);
    await page.locator('[data-lane-menu][tabindex="0"]').focus();
    await page.keyboard.press("a");
    await expect(page).toHaveURL(/\/alerts\/rules\/new\?expr=/);
    await expect(page.getByRole("textbox", { name: "What to look at" })).not.toBeEmpty();
  });

  test("is written with the keyboard alone, and is not left by mistake", async ({ page }) => {
    await page.goto(running.url);
    await page.getByTestId("lane").first().waitFor();
    await page.keyboard.press("a");
    const first = page.getByRole("radio", { name: /A value crosses a threshold/ });
    await first.focus();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("radio", { name: /A service goes quiet/ })).toBeChecked();
    await page.getByLabel("Senders: value 1").focus();
    await page.keyboard.type("api");
    await page.keyboard.press("Tab");
    await expect(page.locator(".top-note")).toHaveText("api is quiet");

    await page.keyboard.press("g");
    await page.getByRole("link", { name: "Sources" }).click();
    await page.getByRole("alertdialog", { name: "This rule is not saved" }).waitFor();
    await page.getByRole("button", { name: "Go on writing" }).click();
    await expect(page.getByLabel("Senders: value 1")).toHaveValue("api");
    await page.getByRole("textbox", { name: "Silent for", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/alerts\/rules\/api-is-quiet$/);
    expect(await keptRule("api-is-quiet")).toMatchObject({
      when: { kind: "quiet", senders: { service: "api" }, afterMs: 120_000 },
      forMs: 0,
    });
  });

  test("goes over nobody's change unseen; a rule is switched off, copied and deleted", async ({ page }) => {
    const path = `${running.url}/api/rules/busy`;
    const when = { kind: "events", events: { types: ["log"] }, moreThan: 5 };
    const put = async (name: string, onto: Record<string, string>) => {
      const headers = { "content-type": "application/json", ...onto };
      const response = await fetch(path, { method: "PUT", headers, body: JSON.stringify({ name, when }) });
      expect(response.ok, await response.clone().text()).toBe(true);
    };
    await put("Busy", { "if-none-match": "*" });
    const name = page.getByRole("textbox", { name: "Name", exact: true });
    await page.goto(`${running.url}/alerts/rules/busy`);
    await expect(name).toHaveValue("Busy");
    await page.getByRole("button", { name: "Back" }).click();
    await expect(page).toHaveURL(/\/alerts\/rules$/);
    await put("Busy again", { "if-match": '"1"' });
    await page.locator('a[href$="/alerts/rules/busy"]').first().click();
    await expect(name).toHaveValue("Busy again");

    // A channel is made in place, and is chosen.
    await page.getByRole("button", { name: "channel", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "New channel" });
    await dialog.getByRole("radio", { name: "Browser" }).press("Space");
    await dialog.getByLabel("Name", { exact: true }).fill("Open pages");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("button", { name: /^Open pages/ })).toHaveAttribute("aria-pressed", "true");
    await page.getByRole("button", { name: "Send a test to 1 channel" }).click();
    await expect(page.getByTestId("test-answers")).toContainText(/Open pages (took it|did not take it): \S/);
    await page.getByRole("button", { name: "On", exact: true }).click();
    await put("Busier", { "if-match": '"2"' });
    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByRole("button", { name: "Save over theirs" }).click();
    await expect(note(page)).toContainText("Saved.");
    expect(await keptRule("busy")).toMatchObject({
      name: "Busy again",
      enabled: false,
      version: 4,
      tell: { channels: ["open-pages"] },
    });

    // What is typed while it is being saved stays, and is saved the next time.
    const held: Route[] = [];
    let isSlow = false;
    let isGone = false;
    let gone = 0;
    const asked: Route[] = [];
    await page.route("**/api/rules/busy", (route) => {
      const isPut = route.request().method() === "PUT";
      if (isGone) {
        gone++;
        void route.fulfill({ status: 404, json: { code: "not_found", detail: "There is no such rule." } });
      } else if (isPut && held.length === 0) held.push(route);
      else if (!isPut && isSlow) asked.push(route);
      else void route.continue();
    });
    await name.fill("Busy");
    await page.getByRole("button", { name: "Save rule" }).click();
    await expect.poll(() => held.length).toBe(1);
    await page.getByLabel("Owner").fill("shop team");
    await held[0]!.continue();
    await expect(note(page)).toContainText("not saved yet");
    isSlow = true;
    await page.getByRole("button", { name: "Save rule" }).click();
    await expect(note(page)).toHaveText("Saved.");
    expect(await keptRule("busy")).toMatchObject({ name: "Busy", owner: "shop team", version: 6 });

    // A copy is one of what was saved, though the page has not heard of that yet.
    await page.getByRole("button", { name: "Duplicate" }).click();
    await expect(page).toHaveURL(/copy=busy/);
    isSlow = false;
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    for (const route of asked) await route.continue();
    await expect(name).toHaveValue("Busy (copy)");
    // Somebody deletes what it was copied from, and the page hears of it as an alert fires: what is written stays.
    await name.fill("Busier");
    isGone = true;
    const firing = {
      slug: "always",
      name: "Always",
      when: { kind: "threshold", expr: "vector(1)", op: "above", level: 0 },
      everyMs: 1_000,
    };
    const kept = await fetch(`${running.url}/api/rules/always`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(firing),
    });
    expect(kept.ok, await kept.clone().text()).toBe(true);
    await expect.poll(() => gone).toBeGreaterThan(0);
    await expect(name).toHaveValue("Busier");
    isGone = false;
    // As it was there is nothing to lose.
    await name.fill("Busy (copy)");
    await page.goBack();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await expect(page).toHaveURL(/\/alerts\/rules$/);
    expect(await keptRule("busy")).toBeUndefined();
  });
});
