import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { programOf, type RealStore, startRealStore, startStubStore } from "@mission-control/store/real";
import { expect, type Page, test } from "@playwright/test";
import { lanePixels } from "./lane-pixels.ts";
import { type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

/** Starts the process with these stores in its settings. */
async function startWith(folder: string, stores: readonly object[]): Promise<Running> {
  const file = join(folder, "mission-control.yaml");
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ series: { stores } }));
  return start(folder, { MISSION_CONTROL_CONFIG: file, MISSION_CONTROL_LOG_LEVEL: "trace" });
}

const statusOf = async (running: Running) => (await fetch(`${running.url}/api/status`)).json();
const problemsOf = async (running: Running): Promise<string[]> =>
  (await statusOf(running)).problems.map((problem: { message: string }) => problem.message);

const view = {
  name: "Two stores",
  tiles: [],
  sections: [
    {
      id: "s",
      title: "Clicks",
      lanes: [
        { id: "there", title: "Clicks there", expr: "sum(clicks_total)", store: "main" },
        { id: "here", title: "Clicks here", expr: "sum(clicks_total)" },
      ],
    },
  ],
};

test.describe("a real Prometheus beside the built-in store", () => {
  test.skip(
    programOf("prometheus") === undefined,
    "prometheus is not installed: npm run test:stores says how",
  );
  const folder = temporaryFolder();
  let real: RealStore;
  let running: Running;
  let counting: NodeJS.Timeout;

  test.beforeAll(async () => {
    real = await startRealStore("prometheus");
    running = await startWith(folder.path, [{ name: "main", url: real.url }]);
    counting = setInterval(() => void sendDatagram(running.statsdPort, "clicks:1|c").catch(() => {}), 200);
    const saved = await fetch(`${running.url}/api/views/two`, {
      method: "PUT",
      headers: { "content-type": "application/json", origin: running.url },
      body: JSON.stringify(view),
    });
    expect(saved.status, await saved.text()).toBeLessThan(300);
    // Several steps of it are there.
    const query = "store=main&query=count_over_time(clicks_total[1m]) > 5";
    await expect
      .poll(
        async () => (await (await fetch(`${running.url}/api/v1/query?${query}`)).json()).data?.result ?? [],
        {
          timeout: 30_000,
        },
      )
      .toHaveLength(1);
  });
  test.afterAll(async () => {
    clearInterval(counting);
    await running?.stop();
    await real?.stop();
    folder.remove();
  });

  const lane = (page: Page, key: string) => page.locator(`[data-testid=lane][data-key="${key}"]`);
  const shownIn = async (page: Page, key: string) =>
    Number(await lane(page, key).getByTestId("lane-value").getAttribute("data-value"));

  test("takes what comes in, draws a lane, says when it is gone and has lost nothing when it is back", async ({
    page,
  }) => {
    test.setTimeout(150_000);
    await page.goto(`${running.url}/views/two`);
    await expect(lane(page, "there").getByTestId("lane-store")).toHaveText("main");
    // Its picture and its name stand on the lane's one line.
    const isOneLine = () =>
      lane(page, "there")
        .getByTestId("lane-store")
        .evaluate((name) => name.scrollHeight <= name.clientHeight);
    await expect.poll(isOneLine).toBe(true);
    await expect(lane(page, "here").getByTestId("lane-store")).toHaveCount(0);
    await expect.poll(() => shownIn(page, "there"), { timeout: 20_000 }).toBeGreaterThan(0);
    const fromMs = Date.now();

    await real.signal("SIGKILL");
    const banner = page.locator(".banner", { hasText: "Prometheus main at http://127.0.0.1" });
    await expect(banner).toContainText(/is away since \d\d:\d\d UTC \(connection refused/, {
      timeout: 30_000,
    });
    // What came before is still there, and the other lane goes on.
    await expect.poll(() => lanePixels(lane(page, "there"))).not.toBe("");
    const before = await shownIn(page, "here");
    await expect.poll(() => shownIn(page, "here")).toBeGreaterThan(before);

    await real.restart();
    await expect(banner).toHaveCount(0, { timeout: 40_000 });
    await expect
      .poll(async () => (await statusOf(running)).stores[0].written.behindMs, { timeout: 30_000 })
      .toBe(0);
    const toMs = Date.now() - 3_000;
    // Every sample that the built-in store has of that time is there too.
    const samplesIn = async (store: string) => {
      const seconds = Math.floor((toMs - fromMs) / 1000);
      const query = new URLSearchParams({
        query: `clicks_total[${seconds}s]`,
        time: String(toMs / 1000),
        store,
      });
      const { data } = await (await fetch(`${running.url}/api/v1/query?${query}`)).json();
      return data.result.map((row: { values: unknown }) => row.values);
    };
    const here = await samplesIn("embedded");
    expect(here[0].length).toBeGreaterThan(10);
    expect(await samplesIn("main")).toEqual(here);
    await expect.poll(() => shownIn(page, "there"), { timeout: 20_000 }).toBeGreaterThan(before);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    expect(metrics).toContain('mission_control_store_up{store="main"} 1');
    expect(metrics).toContain('mission_control_store_lost_total{store="main"} 0');
    expect(metrics).toMatch(/mission_control_store_written_total\{store="main"\} [1-9]/);
  });

  test("is asked in its own words, by the name of a store or as the default", async () => {
    const ask = async (path: string) => (await fetch(`${running.url}/api/v1${path}`)).json();
    expect(await ask("/query?store=main&query=count(clicks_total)")).toMatchObject({
      status: "success",
      data: { resultType: "vector", result: [{ value: [expect.any(Number), "1"] }] },
    });
    expect((await ask("/labels?store=main")).data).toContain("__name__");
    expect((await ask("/label/__name__/values?store=main&match[]=clicks_total")).data).toEqual([
      "clicks_total",
    ]);
    expect((await ask("/series?store=main&match[]=clicks_total")).data).toHaveLength(1);
    expect((await ask("/metadata?store=main")).status).toBe("success");
    expect(await ask("/query?store=main&query=sum(")).toMatchObject({
      status: "error",
      errorType: "bad_data",
      column: 5,
    });
    expect((await ask("/query?store=mian&query=1")).error).toContain(
      'there is no store "mian"; there are embedded, main',
    );
  });

  test("takes the built-in store's place by one setting", async ({ page }) => {
    const nowS = Math.floor(Date.now() / 1000);
    const other = temporaryFolder();
    const alone = await start(other.path, { MISSION_CONTROL_SERIES_URL: real.url });
    const range = `/api/v1/query_range?query=count(clicks_total)&start=${nowS - 10}&end=${nowS}&step=1`;
    const answer = await (await fetch(alone.url + range)).json();
    await page.goto(alone.url);
    const load = page.locator('[data-testid=lane][data-expr*="node_load1"]').first();
    await expect(load.getByTestId("lane-value")).toHaveAttribute("data-value", /\d/, { timeout: 20_000 });
    await expect(page.getByTestId("lane-store")).toHaveCount(0);
    await page.goto(`${alone.url}/sources`);
    await expect(page.getByRole("row", { name: /main \(default\)/ })).toContainText("answers");
    await alone.stop();
    other.remove();
    expect(answer.data.result[0].values.length).toBeGreaterThan(5);
  });
});

test.describe("a store that does not behave", () => {
  const SECRETS = [
    "s3cret-word",
    "t0ken-word",
    "0rg-word",
    Buffer.from("u-1042:s3cret-word").toString("base64"),
  ];

  test("is told of in words, holds nothing else up, and hears no browser's credentials", async ({
    page,
    request,
  }) => {
    test.setTimeout(120_000);
    const folder = temporaryFolder();
    const stub = await startStubStore();
    const stores = [
      { name: "basic", url: stub.url, username: "u-1042", password: "s3cret-word", timeout: "1s" },
      { name: "bearer", url: stub.url, bearerToken: "t0ken-word", timeout: "1s" },
      { name: "tenant", url: stub.url, headers: { "X-Scope-OrgID": "0rg-word" }, timeout: "1s" },
    ];
    stub.answers(() => {});
    const running = await startWith(folder.path, stores);
    const told: string[] = [];
    const ask = async (path: string) => {
      const answer = await request.get(running.url + path, {
        headers: { cookie: "browser=cookie-word", authorization: "Bearer browser-word" },
      });
      const text = await answer.text();
      told.push(text, JSON.stringify(answer.headers()));
      return { status: answer.status(), text };
    };
    try {
      const faults: [string, Parameters<typeof stub.answers>[0], RegExp][] = [
        ["hangs", () => {}, /no answer within 1 s/],
        [
          "repeats what it was sent, with 500",
          (of, response) => response.writeHead(500).end(JSON.stringify(of.headers)),
          /it answers 500/,
        ],
        ["says something else", (_of, response) => response.end("<html>"), /it is no JSON/],
        [
          "leads elsewhere",
          (_of, response) => response.writeHead(302, { location: "http://192.0.2.1/" }).end(),
          /redirect/,
        ],
      ];
      for (const [, answer, words] of faults) {
        stub.answers(answer);
        for (const { name } of stores) {
          await expect
            .poll(async () => (await ask(`/api/v1/query?store=${name}&query=up`)).text, { timeout: 25_000 })
            .toMatch(words);
        }
      }
      await expect.poll(async () => (await problemsOf(running)).length, { timeout: 30_000 }).toBe(3);
      for (const path of ["/api/status", "/metrics", "/api/v1/status/buildinfo", "/healthz"]) await ask(path);
      // The wall goes on.
      await page.goto(running.url);
      await expect(page.locator(".banner", { hasText: "The store basic at" })).toContainText("is away since");
      const load = page.locator('[data-testid=lane][data-expr*="node_load1"]').first();
      await expect(load.getByTestId("lane-value")).toHaveAttribute("data-value", /\d/);
      told.push(await page.content());
    } finally {
      await running.stop();
      await stub.close();
      folder.remove();
    }
    told.push(running.output());
    for (const secret of SECRETS) for (const text of told) expect(text).not.toContain(secret);
    const heard = stub.requests.map(({ headers }) => JSON.stringify(headers)).join("\n");
    expect(heard).toContain("Bearer t0ken-word");
    expect(heard).not.toMatch(/cookie-word|browser-word/);
  });

  test.describe("of its past", () => {
    type Answer = Parameters<Awaited<ReturnType<typeof startStubStore>>["answers"]>[0];
    const json = (response: Parameters<Answer>[1], data: unknown) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ status: "success", data }));
    const isAway: Answer = (_of, response) => response.writeHead(500).end();
    const present: Answer = (_of, response) =>
      json(response, { resultType: "vector", result: [{ metric: {}, value: [Date.now() / 1000, "42"] }] });
    const past: Answer = (_of, response, body) => {
      const asked = new URLSearchParams(body.toString());
      const [fromS, toS, stepS] = ["start", "end", "step"].map((name) => Number(asked.get(name))) as number[];
      const steps = Math.floor((toS! - fromS!) / stepS!) + 1;
      const values = Array.from({ length: steps }, (_, i) => [fromS! + i * stepS!, "7"]);
      json(response, { resultType: "matrix", result: [{ metric: {}, values }] });
    };
    const isRange = (path: string) => path.endsWith("/query_range");
    const withPast =
      (range: Answer): Answer =>
      (of, response, body) =>
        (isRange(of.url!) ? range : present)(of, response, body);

    const folder = temporaryFolder();
    let stub: Awaited<ReturnType<typeof startStubStore>>;
    let running: Running;
    test.beforeAll(async () => {
      stub = await startStubStore();
      stub.answers(withPast(past));
      const store = { name: "main", kind: "prometheus", url: stub.url, timeout: "1s", write: false };
      running = await startWith(folder.path, [store]);
      const [section] = view.sections;
      const queries = [{ expr: "sum(clicks_total)", store: "main" }];
      const panel = { id: "p", kind: "line", title: "Panel", queries, place: { x: 0, y: 0, w: 12, h: 6 } };
      const only = { ...view, sections: [{ ...section, lanes: [section!.lanes[0]], panels: [panel] }] };
      const saved = await fetch(`${running.url}/api/views/two`, {
        method: "PUT",
        headers: { "content-type": "application/json", origin: running.url },
        body: JSON.stringify(only),
      });
      expect(saved.status, await saved.text()).toBeLessThan(300);
    });
    test.afterAll(async () => {
      await running?.stop();
      await stub?.close();
      folder.remove();
    });

    const parts = (page: Page) => {
      const lane = page.locator('[data-testid=lane][data-key="there"]');
      return {
        lane,
        value: lane.getByTestId("lane-value"),
        lost: page.getByTestId("section-lost"),
        panel: page.getByTestId("panel"),
      };
    };
    const showsPast = async (page: Page) => {
      const { lane, value } = parts(page);
      const { x, y, width, height } = (await lane.boundingBox())!;
      await page.mouse.move(x + width / 4, y + height / 2);
      await expect(value).toHaveAttribute("data-value", "7");
      await page.mouse.move(0, 0);
    };

    test("tells nothing for now: its lane is drawn of what comes live, and of its past later", async ({
      page,
    }) => {
      test.setTimeout(120_000);
      const faults: Answer[] = [() => {}, isAway, (_of, response) => response.destroy()];
      const { lane, value, lost, panel } = parts(page);
      for (const fault of faults) {
        // What the page before asked must not count as asked of this fault.
        await page.goto("about:blank");
        let asked = 0;
        stub.answers(
          withPast((...of) => {
            asked++;
            fault(...of);
          }),
        );
        await page.goto(`${running.url}/views/two`);
        await expect(value).toHaveAttribute("data-value", "42");
        await expect(panel).toContainText("42");
        // The past was asked for, and then all is away.
        await expect.poll(() => asked).toBeGreaterThan(0);
        stub.answers(isAway);
        await expect(value).toHaveAttribute("data-value", "NaN");
        expect(await lanePixels(lane)).not.toBe("");
        await expect(lost).toContainText("1 without its past: ");
        await expect(panel.getByTestId("no-past")).toContainText("Without its past: ");
        await expect(panel).not.toContainText("Not up to date");
        stub.answers(withPast(past));
        await expect(lost).toHaveCount(0, { timeout: 30_000 });
        await expect(panel.getByTestId("no-past")).toHaveCount(0, { timeout: 30_000 });
        await expect(value).toHaveAttribute("data-value", "42");
        await showsPast(page);
      }
    });

    test("refuses it for good: its lane goes on live and says why, until who looks at it has it asked again", async ({
      page,
    }) => {
      test.setTimeout(60_000);
      const { value, lost, panel } = parts(page);
      let asked = 0;
      stub.answers(
        withPast((_of, response) => {
          asked++;
          response
            .writeHead(422, { "content-type": "application/json" })
            .end(JSON.stringify({ status: "error", errorType: "execution", error: "too many samples" }));
        }),
      );
      await page.goto(`${running.url}/views/two`);
      await expect(value).toHaveAttribute("data-value", "42");
      await expect(lost).toContainText(/1 without its past: .*too many samples/);
      await expect(panel.getByTestId("no-past")).toContainText("too many samples");
      // It is neither asked again with what comes live nor forgotten.
      const [before, live] = [asked, () => stub.requests.filter(({ path }) => !isRange(path)).length];
      const from = live();
      await expect.poll(live, { timeout: 30_000 }).toBeGreaterThan(from + 2);
      expect(asked).toBe(before);
      await expect(lost).toContainText("too many samples");
      stub.answers(withPast(past));
      await lost.getByRole("button", { name: "Try again" }).press("Enter");
      await expect(lost).toHaveCount(0);
      await panel.getByRole("button", { name: "Try again" }).press("Enter");
      await expect(panel.getByTestId("no-past")).toHaveCount(0);
      await showsPast(page);
    });
  });

  test("that sends ten gigabytes of zeros costs an answer, and no memory", async ({ request }) => {
    const folder = temporaryFolder();
    const stub = await startStubStore();
    const zeros = Buffer.alloc(1024 * 1024);
    stub.answers((_of, response) => {
      let left = 10 * 1024;
      const more = () => {
        while (left-- > 0) if (!response.write(zeros)) return;
        response.end();
      };
      response.on("drain", more);
      more();
    });
    const running = await startWith(folder.path, [{ name: "main", url: stub.url, write: false }]);
    const residentBytes = async () => {
      const text = await (await request.get(`${running.url}/metrics`)).text();
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
    };
    const before = await residentBytes();
    for (let i = 0; i < 3; i++) {
      const answer = await request.get(`${running.url}/api/v1/query?store=main&query=up`);
      expect(await answer.text()).toContain("over 64 MiB");
    }
    expect((await residentBytes()) - before).toBeLessThan(400 * 1024 * 1024);
    await running.stop();
    await stub.close();
    folder.remove();
  });
});
