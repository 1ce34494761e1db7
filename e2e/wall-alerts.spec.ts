import { expect, type Page, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const folder = temporaryFolder();
let server: Running;
let firedMs = 0;

/** What a browser was told to show. */
interface Shown {
  readonly title: string;
  readonly tag: string;
}

const lane = (page: Page, key: string) => page.locator(`[data-testid=lane][data-expr*="${key}"]`).first();

const put = (path: string, body: unknown) =>
  fetch(`${server.url}${path}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

/** A rule on this machine's load, which is never below 0. */
const ruleOf = (slug: string, expr: string, level: number, more: object = {}) =>
  put(`/api/rules/${slug}`, {
    slug,
    name: `${slug} is high`,
    when: { kind: "threshold", expr, level },
    everyMs: 1_000,
    ...more,
  });

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  server = await start(folder.path);
});
test.afterAll(async () => {
  await server.stop();
  folder.remove();
});

test("a lane shows at its edge that the alert about it fires, its section and the top count it", async ({
  page,
}) => {
  await page.goto(server.url);
  await expect(lane(page, "node_load1")).toBeVisible();
  await expect(page.getByTestId("firing-pill")).toHaveCount(0);
  expect((await ruleOf("load", "node_load1", -1)).status).toBe(201);
  expect((await ruleOf("slow-load", "node_load5", 1e9, { forMs: 60_000 })).status).toBe(201);
  await expect(lane(page, "node_load1")).toHaveAttribute("data-alert", "firing", { timeout: 15_000 });
  await expect(lane(page, "node_load1").getByRole("img")).toHaveAttribute(
    "aria-label",
    /firing: load is high/,
  );
  await expect(page.getByTestId("firing-pill")).toHaveText("1 firing");
  await expect(page.getByTestId("section-firing")).toHaveText(["1 firing"]);
  await expect(page.locator("[data-testid=lane][data-alert]")).toHaveCount(1);
  const { alerts } = await (await fetch(`${server.url}/api/alerts`)).json();
  firedMs = alerts.find(({ rule }: { rule: string }) => rule === "load").sinceMs;
  await page.getByTestId("firing-pill").click();
  await expect(page).toHaveURL(/\/alerts$/);
  await expect(page.getByText("load is high").first()).toBeVisible();
});

test("at a moment before it fired nothing is shown to fire", async ({ page }) => {
  await page.goto(`${server.url}/?pause=${firedMs - 1}`);
  await expect(lane(page, "node_load1")).toBeVisible();
  await expect(page.getByTestId("firing-pill")).toHaveText("0 firing");
  await expect(lane(page, "node_load1")).not.toHaveAttribute("data-alert");
  await page.getByRole("button", { name: "Resume live" }).click();
  await expect(lane(page, "node_load1")).toHaveAttribute("data-alert", "firing");
});

test("a browser channel shows its notices in a browser that was allowed to, and a click leads there", async ({
  page,
}) => {
  // A browser without a screen shows no notifications: what it was told to show is kept in their place.
  await page.addInitScript(() => {
    const shown: { title: string; tag: string; onclick?: () => void }[] = [];
    class Kept {
      static permission = "granted";
      static requestPermission = () => Promise.resolve("granted");
      onclick?: () => void;
      readonly title: string;
      readonly tag: string;
      constructor(title: string, options: { tag: string }) {
        this.title = title;
        this.tag = options.tag;
        shown.push(this);
      }
      close() {}
    }
    Object.assign(window, { Notification: Kept, shown });
  });
  const shown = () =>
    page.evaluate(() =>
      (window as unknown as { shown: Shown[] }).shown.map(({ title, tag }) => ({ title, tag })),
    );
  await page.goto(`${server.url}/alerts/channels`);
  expect((await put("/api/channels/desk", { slug: "desk", name: "Desk", kind: "browser" })).status).toBe(201);
  await page.reload();
  await expect(
    page.getByText("This browser shows them while a page of Mission Control is open."),
  ).toBeVisible();
  await ruleOf("told", "node_load1", -1, { tell: { channels: ["desk"], waitMs: 0 } });
  await expect.poll(shown, { timeout: 15_000 }).toHaveLength(1);
  const [{ title, tag }] = (await shown()) as [Shown];
  expect(title).toContain("told is high");
  const kept = async () => {
    const { notices } = await (await fetch(`${server.url}/api/notices`)).json();
    return notices.map(({ id, state }: { id: string; state: string }) => ({ id, state }));
  };
  await expect.poll(kept).toEqual([{ id: tag, state: "sent" }]);
  await page.evaluate(() => (window as unknown as { shown: { onclick: () => void }[] }).shown[0]?.onclick());
  await expect(page).not.toHaveURL(/channels/);
});
