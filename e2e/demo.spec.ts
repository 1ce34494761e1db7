import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Deploy } from "@mission-control/contracts";
import { expect, type Page, test } from "@playwright/test";
import { queryValues, type Running, start, temporaryFolder } from "./process.ts";

const program = join(resolve(import.meta.dirname, ".."), "apps", "demo", "dist", "main.js");

/** The demo's command as a shell starts it, and what it printed so far. */
function demo(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  const over = (once(child, "close") as Promise<[number | null]>).then(([code]) => code);
  return { child, over, printed: () => printed };
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The processes below one, its children and theirs. */
function below(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]!.split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while we looked.
    }
  }
  const found = children.get(pid) ?? [];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const value = async (url: string, expr: string) =>
  [...(await queryValues(url, expr)).values()][0] ?? Number.NaN;

/** A deploy's flag by what a screen reader says of it: where there is little room it shows only an icon. */
const flag = (page: Page, name: RegExp) =>
  page.getByTestId("deploy-flag").and(page.getByRole("button", { name }));

test.describe("the demo, by one command", () => {
  const folder = temporaryFolder();
  let url: string;
  let page: string;
  let running: { child: ChildProcess; over: Promise<number | null>; printed: () => string };

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    page = `http://127.0.0.1:${await freePort()}`;
    running = demo(
      [
        ...["--url", url, "--port", new URL(page).port, "--edge-port", "0", "--edge-tls-port", "0"],
        ...["--web-port", "0", "--api-port", "0", "--balancer", "built-in"],
        ...["--rate", "60", "--steady", "--speed", "20"],
      ],
      {
        MISSION_CONTROL_DATA: join(folder.path, "data"),
        MISSION_CONTROL_STEP: "1s",
        STATSD_PORT: "0",
        SYSLOG_PORT: "0",
        TMPDIR: folder.path,
      },
    );
    await expect.poll(running.printed, { timeout: 60_000 }).toContain("Stop with Ctrl+C");
  });
  test.afterAll(async () => {
    running.child.kill("SIGKILL");
    await running.over;
    folder.remove();
  });

  test("says where to look, and has given the wall an hour of the past", async () => {
    expect(running.printed()).toContain(`${url}/views/mock-production`);
    expect(running.printed()).toContain(page);
    const hour = 'count_over_time(http_requests_total{service="edge",code="200"}[50m] offset 5m)';
    await expect.poll(() => value(url, hour)).toBeGreaterThan(200);
  });

  test("is seen from inside, from the balancer's log, from the edge and from outside", async () => {
    const atLeast = (expr: string, least: number) =>
      expect.poll(() => value(url, expr), { timeout: 30_000, message: expr }).toBeGreaterThanOrEqual(least);
    await atLeast("count(count by (instance) (rate(app_requests_total[15s]) > 0))", 6);
    await atLeast('count(count by (instance) (process_resident_memory_bytes{service=~"web|api"} > 1e6))', 6);
    await atLeast('count(count by (service, version) (rate(http_requests_total{version!=""}[15s]) > 0))', 3);
    await atLeast(
      'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket{service="web"}[15s])))',
      0.01,
    );
    await atLeast("histogram_quantile(0.5, sum by (le) (rate(app_pool_wait_seconds_bucket[30s])))", 0);
    await atLeast('count(app_pool_size{service="api"} >= 1)', 3);
    await atLeast('sum(rate(cdn_requests_total{result="hit"}[30s]))', 0.1);
    await atLeast('sum(rate(cdn_requests_total{result="miss"}[30s]))', 0.1);
    await atLeast("count(count by (experiment) (rate(carts_total[30s]) > 0))", 2);
    await atLeast("count(count by (user) (rate(queries_total[30s]) > 0))", 10);
    await atLeast("count(count by (country) (rate(load_requests_total[30s]) > 0))", 3);
    await atLeast("count(probe_success == 1)", 3);
    await atLeast("min(probe_ssl_earliest_cert_expiry) - time()", 15 * 86_400);
    await atLeast('sum(rate(http_requests_total{service="edge"}[10s]))', 30);
  });

  test("plays a scenario at a button, which is seen on the wall", async ({ browser }) => {
    // A deploy and what follows from it take their time.
    test.setTimeout(150_000);
    const context = await browser.newContext();
    const buttons = await context.newPage();
    await buttons.goto(page);
    await expect(buttons.getByRole("heading", { name: "A quiet day" }).first()).toBeVisible();
    for (const colorScheme of ["dark", "light"] as const) {
      await buttons.emulateMedia({ colorScheme });
      expect((await new AxeBuilder({ page: buttons }).analyze()).violations).toEqual([]);
    }
    await buttons.getByRole("listitem").filter({ hasText: "A slow release" }).getByRole("button").click();
    await expect(buttons.getByRole("heading", { level: 2 }).first()).toContainText("A slow release");
    // On a telephone the last Play is far below, and what it does and the end of it are in sight all the same.
    await buttons.setViewportSize({ width: 390, height: 844 });
    await buttons.getByRole("button", { name: "Play: All of them" }).scrollIntoViewIfNeeded();
    await expect(buttons.getByRole("heading", { level: 2 }).first()).toBeInViewport();
    await expect(buttons.getByRole("button", { name: "Stop" })).toBeInViewport();

    const wall = await context.newPage();
    await wall.goto(`${url}/views/mock-production`);
    await expect(wall.getByRole("heading", { name: "Mock production" })).toBeVisible();
    await expect(flag(wall, /api v412/)).toBeVisible({
      timeout: 30_000,
    });
    // The lane of the new version stands beside the one it takes the place of.
    const slow = wall.getByTestId("lane").filter({ hasText: /latency p90.*v412/ });
    // Only lanes in sight are drawn and have their values.
    await slow.scrollIntoViewIfNeeded();
    await expect(slow.getByTestId("lane-value")).toHaveAttribute("data-value", /\d/, { timeout: 40_000 });
    const p90 = (version: string) =>
      value(
        url,
        `histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket{service="api",version="${version}"}[1m])))`,
      );
    await expect
      .poll(async () => (await p90("v412")) / (await p90("v411")), { timeout: 40_000 })
      .toBeGreaterThan(2);
    await context.close();
  });

  test("does not let a written past mix with what is live", async () => {
    const resets = 'max(resets(http_requests_total{service="edge",code="200"}[2h]))';
    const before = await value(url, resets);
    const history = demo(["--url", url, "--history", "2h"], { TMPDIR: folder.path });
    expect([await history.over, history.printed()]).toEqual([0, expect.stringContaining("Written")]);
    const past = 'min_over_time(count(http_requests_total{service="edge"})[1h:1m] offset 30m)';
    await expect.poll(() => value(url, past)).toBeGreaterThan(0);
    // One more at most: where the hour that was written now meets the one that was there.
    expect(await value(url, resets)).toBeLessThanOrEqual(before + 1);
    const rehearsal = demo(["--url", url, "--rehearse", "10m"], { TMPDIR: folder.path });
    expect([await rehearsal.over, rehearsal.printed()]).toEqual([1, expect.stringContaining("would mix")]);
  });

  test("leaves no process behind at Ctrl+C", async () => {
    const all = below(running.child.pid!);
    expect(all.length).toBeGreaterThanOrEqual(7);
    running.child.kill("SIGINT");
    expect(await running.over).toBe(0);
    await expect.poll(() => all.filter(isAlive)).toEqual([]);
  });
});

test.describe("the demo's past", () => {
  const folder = temporaryFolder();
  let server: Running;
  test.beforeEach(async () => {
    server = await start(mkdtempSync(join(folder.path, "data-")));
  });
  test.afterEach(async () => {
    await server.stop();
  });
  test.afterAll(() => folder.remove());

  const write = async (...args: string[]) => {
    const { over, printed } = demo(["--url", server.url, ...args], { TMPDIR: folder.path });
    return { code: await over, printed: printed() };
  };
  const deploys = async () =>
    ((await (await fetch(`${server.url}/api/deploys`)).json()) as { deploys: Deploy[] }).deploys;

  test("a rehearsal puts a whole story on the wall at once", async ({ page }) => {
    test.setTimeout(120_000);
    const { code, printed } = await write("--scenario", "slow-deploy", "--rehearse", "17m");
    expect([code, printed]).toEqual([0, expect.stringContaining("A slow release")]);
    const told = (await deploys()).map(({ version, status }) => `${version} ${status}`);
    expect(told).toEqual(["v412 started", "v412 finished", "v412 rolled_back"]);
    const [, finished, rolledBack] = await deploys();
    expect(rolledBack!.timeMs - finished!.timeMs).toBe(10 * 60_000);
    await page.goto(`${server.url}/views/mock-production?range=1h`);
    await expect(flag(page, /api v412.*rolled back/).first()).toBeVisible();
    await expect(page.getByTestId("lane").filter({ hasText: /latency p90.*v412/ })).toBeVisible();
    await expect(page.getByTestId("event-row").filter({ hasText: "rolled back" }).first()).toBeVisible();
  });

  test("a history written twice counts once", async () => {
    test.setTimeout(120_000);
    const samples = () => value(server.url, "sum(count_over_time(probe_success[2d]))");
    const beganMs = Date.now();
    // A sample each ten seconds from three places.
    const whole = 26 * 360 * 3;
    expect((await write("--history", "26h")).code).toBe(0);
    await expect.poll(samples, { timeout: 30_000 }).toBeGreaterThanOrEqual(whole - 3);
    const told = (await deploys()).length;
    const again = await write("--history", "26h");
    expect([again.code, again.printed]).toEqual([0, expect.stringContaining("/views/mock-production")]);
    expect(await deploys()).toHaveLength(told);
    // Only what has happened since may have come.
    const since = Math.ceil((Date.now() - beganMs) / 10_000) + 1;
    expect(await samples()).toBeLessThanOrEqual(whole + 3 * since);
  });
});

test("the demo says which port is taken, and which option moves it", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const { over, printed } = demo(["--url", "http://127.0.0.1:9", "--edge-port", String(port)]);
  expect(await over).toBe(1);
  expect(printed()).toContain(String(port));
  expect(printed()).toContain("--edge-port");
  taken.close();
});
