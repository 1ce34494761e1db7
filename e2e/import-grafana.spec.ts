import AxeBuilder from "@axe-core/playwright";
import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import { metric, samplesOf } from "@mission-control/series";
import { expect, test } from "@playwright/test";
import { dashboards } from "../apps/bff/grafana/fixtures.ts";
import { type Running, start, temporaryFolder } from "./process.ts";

const folder = temporaryFolder();
let running: Running;

/** What blackbox_exporter would have written of two probes in the last ten minutes, each 5 s. */
function probed() {
  const nowMs = Date.now();
  const figures: [name: string, value: number, labels?: Record<string, string>][] = [
    ["probe_success", 1],
    ["probe_http_status_code", 200],
    ["probe_duration_seconds", 0.25],
    ["probe_http_content_length", 5_000],
    ["probe_dns_lookup_time_seconds", 0.01],
    ["probe_ssl_earliest_cert_expiry", nowMs / 1000 + 10 * 86_400],
    ["probe_http_duration_seconds", 0.05, { phase: "connect" }],
    ["probe_http_duration_seconds", 0.2, { phase: "transfer" }],
  ];
  return samplesOf(
    figures.flatMap(([name, value, more]) =>
      ["https://one.example", "https://two.example"].flatMap((instance) =>
        Array.from({ length: 120 }, (_, i) => ({
          labels: metric(name, { instance, ...more }),
          timeMs: nowMs - i * 5_000,
          value,
        })),
      ),
    ),
  );
}

test.beforeAll(async () => {
  running = await start(folder.path);
  const { ok } = await fetch(`${running.url}/api/v1/write`, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-protobuf;proto=prometheus.WriteRequest",
      "Content-Encoding": "snappy",
    },
    body: packSnappy(encodeWriteRequest(probed())),
  });
  expect(ok).toBe(true);
});
test.afterAll(async () => {
  await running.stop();
  folder.remove();
});

test("a dashboard of Grafana that is pasted becomes a view: its panels draw, and what is not there is told of first", async ({
  page,
}) => {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${running.url}/views`);
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  const text = dialog.getByLabel("Views as text");

  await text.fill(JSON.stringify({ title: "Odd", panels: [{ title: "no type" }] }));
  await expect(dialog.getByRole("alert")).toContainText("a panel says its type");
  await expect(dialog.getByRole("alert")).toContainText("panels.0.type");
  await expect(dialog.getByRole("button", { name: "Import" })).toBeDisabled();

  await text.fill(JSON.stringify(dashboards.blackbox!()));
  await expect(dialog.getByLabel("What will be kept")).toContainText("Probes 7 panels");
  const notes = dialog.getByRole("listitem").filter({ hasText: "Not drawn: " });
  await expect(notes).toHaveText([/^Not in the file: .*library panel/, /^No like: .*“candlestick”/]);
  const { violations } = await new AxeBuilder({ page }).include(".import-modal").analyze();
  expect(violations).toEqual([]);

  await dialog.getByRole("button", { name: "Import 1 view" }).click();
  await dialog.getByRole("link", { name: "Probes" }).click();
  await expect(page).toHaveTitle("Probes · Mission Control");
  const panels = page.getByTestId("panel");
  await expect(panels).toHaveCount(7);
  const titled = (title: string) =>
    panels.filter({ has: page.getByRole("heading", { name: title, exact: true }) });
  for (const title of ["Up", "HTTP time", "From the library", "Time against size"]) {
    await titled(title).scrollIntoViewIfNeeded();
    await expect(titled(title).getByTestId("chart")).toBeVisible();
  }
  for (const title of ["Status", "Same again"]) {
    await titled(title).scrollIntoViewIfNeeded();
    await expect(titled(title).getByTestId("number")).toHaveCount(2);
    await expect(titled(title).getByTestId("number").first()).toContainText("200");
  }
  // Ten days are less than the thirty from which on all is well.
  await expect(titled("Certificate").getByTestId("number").first()).toHaveAttribute("data-state", "warn");

  await page.getByRole("button", { name: /^target/ }).click();
  await page.getByRole("option", { name: "https://two.example" }).click();
  await page.keyboard.press("Escape");
  await expect(titled("Status").getByTestId("number")).toHaveCount(1);
  expect(faults).toEqual([]);
});
