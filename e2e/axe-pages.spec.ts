import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

/** Every page there is, and what shows that it stands; the gallery with its five hundred lanes has a law in its own file. */
const pages: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
  ["the wall", "/", (page) => page.getByTestId("lane").nth(23).waitFor()],
  ["a saved view", "/views/shop", (page) => page.getByText("Load lines").first().waitFor()],
  ["a view that is edited", "/views/shop?edit=true", (page) => page.getByText("Editing").waitFor()],
  ["a new view", "/views/new", (page) => page.getByRole("searchbox", { name: /Find a metric/ }).waitFor()],
  ["the views", "/views", (page) => page.getByText("A small shop.").waitFor()],
  ["Explore", "/explore?expr=node_load1&kind=line", (page) => page.locator(".u-over").waitFor()],
  ["the functions", "/functions", (page) => page.locator(".cm-content").first().waitFor()],
  ["the probes", "/probes", (page) => page.getByTestId("probe-row").first().waitFor()],
  ["the sources", "/sources", (page) => page.getByRole("heading", { name: "Begin" }).waitFor()],
  ["the metadata", "/metadata", (page) => page.getByRole("heading", { level: 2 }).first().waitFor()],
  ["what fires", "/alerts", (page) => page.getByTestId("alert-row").first().waitFor()],
  ["the history", "/alerts/history?range=1h", (page) => page.getByTestId("change-row").first().waitFor()],
  ["the rules", "/alerts/rules", (page) => page.getByTestId("rule-row").first().waitFor()],
  ["the silences", "/alerts/silences", (page) => page.getByTestId("silence-row").first().waitFor()],
  ["the channels", "/alerts/channels", (page) => page.getByTestId("channel-card").first().waitFor()],
  ["the notices", "/alerts/notices", (page) => page.getByTestId("notice-row").first().waitFor()],
  ["a rule", "/alerts/rules/new?expr=node_load1&level=1", (page) => page.getByText(/^Would/).waitFor()],
  ["no page", "/nowhere", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
  ["no view", "/views/nowhere", (page) => page.getByRole("heading", { name: "No such view" }).waitFor()],
];

const standsShared = (page: Page) => page.getByTestId("lane").first().waitFor();

const queries = [{ expr: "node_load1" }];
const shop = {
  name: "Shop",
  description: "A small shop.",
  tags: ["shop"],
  variables: [],
  tiles: [{ id: "load", title: "Load", expr: "node_load1" }],
  sections: [
    {
      id: "all",
      title: "All",
      lanes: [{ id: "load", title: "load", expr: "node_load1" }],
      panels: [
        { id: "lines", kind: "line", title: "Load lines", place: { x: 0, y: 0, w: 12, h: 8 }, queries },
        { id: "table", kind: "table", title: "Table", place: { x: 12, y: 0, w: 12, h: 8 }, queries },
        {
          id: "text",
          kind: "text",
          title: "Notes",
          place: { x: 0, y: 8, w: 24, h: 4 },
          text: "**What** it is.",
        },
      ],
    },
  ],
};

/** Axe ends its work in a page of its own; what is behind it hears of nothing until it is in front again. */
const turn = (page: Page, colorScheme: "dark" | "light") =>
  expect(async () => {
    await page.bringToFront();
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });

test.describe("on every page", () => {
  const folder = temporaryFolder();
  let running: Running;
  /** Where people without an account look at it. */
  let shared: string;

  test.beforeAll(async () => {
    running = await start(folder.path);
    const send = async (method: string, path: string, body: object) => {
      const response = await fetch(running.url + path, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(response.ok, await response.clone().text()).toBe(true);
      return response.json();
    };
    await send("PUT", "/api/views/shop", shop);
    const probe = { slug: "shop", name: "Shop", kind: "http", url: "https://shop.invalid/" };
    await send("PUT", "/api/probes/shop", probe);
    await send("PUT", "/api/channels/page", { slug: "page", name: "Page", kind: "browser" });
    await send("PUT", "/api/rules/load", {
      slug: "load",
      name: "Load",
      when: { kind: "threshold", expr: "node_load1", level: -1 },
      everyMs: 1_000,
      tell: { channels: ["page"], waitMs: 0 },
    });
    const matchers = [{ label: "rule", value: "none" }];
    const nights = { slug: "nights", name: "Nights", fromMinute: 1_320, toMinute: 360, matchers };
    await send("PUT", "/api/mute-times/nights", nights);
    const nowMs = Date.now();
    const times = { fromMs: nowMs, toMs: nowMs + 3_600_000 };
    await send("POST", "/api/silences", { matchers, ...times, reason: "None there is" });
    await send("POST", "/api/deploys", { service: "api", version: "v1" });
    await sendDatagram(running.statsdPort, "hits:1|c");
    const share = { kind: "share", lifeMs: 3_600_000, view: { slug: "shop", rangeMs: 900_000 } };
    const made = (await send("POST", "/api/shares", share)) as { path: string };
    shared = made.path;
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test.use({ viewport: { width: 1440, height: 900 }, colorScheme: "dark", reducedMotion: "reduce" });

  for (const [name, path, stands] of [...pages, ["what was shared", undefined, standsShared] as const]) {
    test(`axe finds nothing, wide or narrow, dark or light: ${name}`, async ({ page }) => {
      test.setTimeout(120_000);
      const found = async (axe: AxeBuilder) => {
        const { violations } = await axe.analyze();
        return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      };
      await page.goto(running.url + (path ?? shared));
      await stands(page);
      for (const viewport of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        await page.setViewportSize(viewport);
        expect.soft(await found(new AxeBuilder({ page })), `${viewport.width} px wide`).toEqual([]);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(beyond, "wider than the page by").toBeLessThanOrEqual(0);
        // The other theme is the same page in other colours.
        await turn(page, "light");
        const colours = new AxeBuilder({ page }).withRules(["color-contrast"]);
        expect.soft(await found(colours), `${viewport.width} px wide, light`).toEqual([]);
        await turn(page, "dark");
      }
    });
  }
});
