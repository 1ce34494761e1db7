import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { pressInTurn } from "./keys.ts";
import { type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const ruleFile = `groups:
  - name: disks
    limit: 5
    rules:
      - { record: "job:up", expr: "sum(up)" }
      - { alert: Disk is full, expr: "node_filesystem_avail_bytes < 1" }
`;

const errors = {
  slug: "errors",
  name: "Too many errors",
  when: { kind: "threshold", expr: "shop_errors", op: "above", level: 10 },
  everyMs: 1_000,
  severity: "critical",
  title: "{{service}} has {{value}} errors",
  runbook: "https://example.org/errors",
  tell: { channels: ["hook"], waitMs: 0 },
};

/** For no alert that is here. */
const nights = { matchers: [{ label: "service", value: "none" }], fromMinute: 0, toMinute: 60 };

/** Axe finds nothing in what is shown now. */
async function clean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect.soft(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** What a receiver was sent. */
interface Received {
  readonly path: string;
  readonly body: string;
}

test.describe("the pages about alerts", () => {
  test.use({ reducedMotion: "reduce" });
  const folder = temporaryFolder();
  const received: Received[] = [];
  let receiver: Server;
  let running: Running;
  let stopSending: () => void;

  const target = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
  const put = async (path: string, body: object) => {
    const response = await fetch(running.url + path, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
  };
  const rows = (page: Page) => page.getByTestId("alert-row");
  const row = (page: Page, service: string) => rows(page).filter({ hasText: `${service} has` });

  test.beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        received.push({ path: request.url ?? "", body });
        if (request.url === "/gone") response.writeHead(404, "Not Found");
        response.end("thanks");
      });
    });
    await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
    running = await start(folder.path, { MISSION_CONTROL_OUTGOING_ALLOW: "127.0.0.1" });
    const send = () =>
      Promise.all(
        ["api", "web"].map((service) =>
          sendDatagram(running.statsdPort, `shop.errors:42|g|#service:${service}`),
        ),
      );
    await send();
    const timer = setInterval(() => void send(), 1_000);
    stopSending = () => clearInterval(timer);
    await put("/api/channels/hook", { slug: "hook", name: "Hook", kind: "webhook", url: target("/hook") });
    await put("/api/rules/errors", errors);
  });
  test.afterAll(async () => {
    stopSending();
    await running.stop();
    receiver.close();
    folder.remove();
  });

  test("what fires stands there at once, by how grave it is, and can be acknowledged by name", async ({
    page,
  }) => {
    await page.goto(running.url);
    await page.getByRole("link", { name: "Alerts, 2 firing" }).waitFor();
    await pressInTurn(page, "g", "a");
    await expect(page).toHaveURL(`${running.url}/alerts`);
    await expect(page).toHaveTitle("Firing now · Alerts · Mission Control");
    await expect(page.getByRole("region", { name: "critical, 2 firing" })).toBeVisible();
    const api = row(page, "api");
    await expect(api).toContainText("service api");
    await expect(api.getByRole("link", { name: "Too many errors" })).toHaveAttribute(
      "href",
      "/alerts/rules/errors",
    );
    await expect(api.getByRole("link", { name: "Runbook" })).toHaveAttribute(
      "href",
      "https://example.org/errors",
    );

    await api.getByRole("button", { name: "Acknowledge" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Your name").fill("Ada");
    await dialog.getByLabel("Note").fill("Looking at it");
    await dialog.getByRole("button", { name: "Acknowledge" }).click();
    await expect(dialog).toBeHidden();
    await expect(api).toContainText(/Acknowledged by Ada .* ago: Looking at it/);
    await api.getByRole("button", { name: "Take back" }).click();
    await expect(api).not.toContainText("Acknowledged");
  });

  test("a silence is made for what was chosen, says what it covers, and stands as the reason at the alert", async ({
    page,
  }) => {
    await page.goto(`${running.url}/alerts`);
    const api = row(page, "api");
    await api.getByRole("checkbox").check();
    const bar = page.getByRole("region", { name: "Chosen alerts" });
    await expect(bar).toContainText("1 alert chosen");
    await bar.getByRole("button", { name: "Silence" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("Value of label 1")).toHaveValue("errors");
    await expect(dialog.getByRole("status")).toContainText("1 alert of now");
    await clean(page);
    await dialog.getByRole("radio", { name: "4 h" }).check({ force: true });
    await dialog.getByRole("button", { name: "Silence" }).click();
    await expect(dialog).toContainText("say why");
    await dialog.getByLabel("Why").fill("The api is being moved");
    await dialog.getByRole("button", { name: "Silence" }).click();
    await expect(dialog).toBeHidden();
    await expect(api).toContainText("The api is being moved");
    await expect(row(page, "web")).not.toContainText("The api is being moved");

    await page.getByRole("navigation", { name: "Alerts" }).getByRole("link", { name: "Silences" }).click();
    const silence = page.getByTestId("silence-row");
    await expect(silence).toContainText('rule="errors", service="api"');
    await silence.getByRole("button", { name: "Extend" }).click();
    await dialog.getByRole("button", { name: "4 h more" }).click();
    await dialog.getByRole("button", { name: "Extend" }).click();
    await expect(silence).toContainText("in 7 h");
    await silence.getByRole("button", { name: "End now" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "End it now" }).click();
    await expect(page.getByRole("heading", { name: "Nothing is silenced" })).toBeVisible();
    await put("/api/mute-times/nights", { ...nights, slug: "nights", name: "Nights" });
    await page.getByRole("button", { name: "New mute time" }).click();
    await dialog.getByLabel("Name").fill("Nights");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toContainText("There is one of this name already.");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Over: 1 silence").click();
    await expect(silence.getByRole("button", { name: "Again" })).toBeVisible();
  });

  test("a channel is added and tried: what the other side answers is told, a secret never again", async ({
    page,
  }) => {
    await page.goto(`${running.url}/alerts/channels`);
    await page.getByRole("button", { name: "New channel" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Web hook", { exact: true }).click();
    await dialog.getByLabel("Address").fill("ops");
    await page.keyboard.press("Escape");
    await expect(dialog.getByLabel("Address")).toHaveValue("ops");
    await dialog.getByLabel("Name").fill("Ops room");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toContainText("an address that begins with https:// or http://");
    await dialog.getByLabel("Address").fill(target("/ops"));
    await dialog
      .getByRole("textbox", { name: "Signing secret", exact: true })
      .fill(`whsec_${btoa("0123456789abcdef01234567")}`);
    await dialog.getByRole("button", { name: "Send a test" }).click();
    await expect(dialog.getByRole("status")).toContainText("It arrived: ");
    await clean(page);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();

    const card = page.getByTestId("channel-card").filter({ hasText: "Ops room" });
    await card.getByRole("button", { name: "Send a test" }).click();
    await expect(card.getByRole("status")).toContainText("It arrived: ");
    expect(received.some(({ path }) => path === "/ops")).toBe(true);

    await card.getByRole("button", { name: "Change" }).click();
    await expect(dialog).toContainText("Kept, and shown to nobody");
    await dialog.getByLabel("Address").fill(target("/gone"));
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await card.getByRole("button", { name: "Send a test" }).click();
    await expect(card.getByRole("status")).toContainText(/It was not taken: .*404/);

    const hook = page.getByTestId("channel-card").filter({ hasText: "Told by 1 rule" });
    await hook.getByRole("button", { name: "Remove" }).click();
    const sure = page.getByRole("alertdialog");
    await sure.getByRole("button", { name: "Remove it" }).click();
    await expect(sure.getByRole("alert")).toContainText("Too many errors");
  });

  test("the log of notices shows the attempt, the history its changes, the rules how they are evaluated", async ({
    page,
  }) => {
    await page.goto(`${running.url}/alerts/notices`);
    const notice = page.getByTestId("notice-row").filter({ hasText: "Hook" }).last();
    await expect(notice).toContainText("errors");
    await expect(notice).toContainText("sent");
    await expect(notice).toContainText(/200/);
    expect(received.some(({ path, body }) => path === "/hook" && body.includes("api has 42"))).toBe(true);

    const tabs = page.getByRole("navigation", { name: "Alerts" });
    await tabs.getByRole("link", { name: "History" }).click();
    await expect(page.getByTestId("timeline-lane")).toHaveCount(2);
    await expect(page.getByRole("img", { name: /^api has 42 errors/ })).toHaveAttribute(
      "aria-label",
      /began to fire 1 time/,
    );
    await page.getByRole("searchbox").fill("service=web");
    await expect(page.getByTestId("change-row")).toHaveCount(1);
    await expect(page).toHaveURL(/q=service%3Dweb/);

    await page.getByTestId("change-row").getByRole("link").click();
    await expect(page).toHaveURL(/\/alerts\?at=\d+/);
    // Then it had only begun.
    await expect(row(page, "web")).toContainText("for 1 s");
    await expect(page.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
    const moment = page.getByLabel("As it was at");
    await moment.fill("2026-01-02T03:04");
    await expect(page.getByRole("heading", { name: "Nothing fired then" })).toBeVisible();
    await expect(moment).toBeFocused();
    // A year as it is typed.
    await moment.fill("0202-01-02T03:04");
    await expect(moment).toHaveValue("0202-01-02T03:04");
    await expect(page).toHaveURL(/\/alerts\?at=\d+/);
    await page.getByRole("button", { name: "Back to now" }).click();
    await expect(page).toHaveURL(`${running.url}/alerts`);

    await tabs.getByRole("link", { name: "Rules" }).click();
    const rule = page.getByTestId("rule-row");
    await expect(rule).toContainText("firing");
    await expect(rule).toContainText("Hook");
    await expect(rule).toContainText(/every 1 s/);
    await page.getByRole("button", { name: "Import" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Rules as text").fill(ruleFile);
    await expect(dialog.getByRole("checkbox", { name: /Disk is full/ })).toBeChecked();
    await expect(dialog).toContainText("could not be carried over");
    await clean(page);
    await dialog.getByRole("button", { name: "Import 1 rule" }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(rule).toHaveCount(2);
    await clean(page);
    const imported = rule.filter({ hasText: "Disk is full" });
    await imported.getByRole("button", { name: "More for" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).click();
    await expect(rule).toHaveCount(1);
    await tabs.getByRole("link", { name: "Firing now" }).click();
    await row(page, "api").getByRole("button", { name: "Acknowledge" }).click();
    await dialog.getByLabel("Note").fill("Mine");
    await put("/api/rules/errors", { ...errors, enabled: false });
    await expect(rows(page)).toHaveCount(0);
    await expect(dialog.getByLabel("Note")).toHaveValue("Mine");
    await dialog.getByRole("button", { name: "Acknowledge" }).click();
    await expect(dialog.getByRole("alert")).toContainText("only what fires can be");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("heading", { name: "No rule watches anything" })).toBeVisible();
    await tabs.getByRole("link", { name: "Rules" }).click();
    await expect(rule).toContainText("off");
    await rule.getByRole("switch").click({ force: true });
    await expect(rule).toContainText("firing");
  });
});
