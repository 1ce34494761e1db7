import { gzipSync } from "node:zlib";
import type { Browser, Page, Response } from "@playwright/test";
import type { Bench } from "./ground/bench.ts";
import { launchChromium } from "./ground/browser.ts";
import { peers, startOurs, startPeer } from "./ground/subjects.ts";
import { median, tableOf, textOf } from "./ground/table.ts";

const TIMES = 5;
/** As much slower as a telephone of the middle is than a desk. */
const SLOWED = 4;
const LANES = 40;
const BUDGET = { bytes: 200_000, ms: 1_500 };

/** Run in the page: when something that `there` says is drawn, ms after the navigation began. */
const drawnAt = (there: string) => `new Promise((drawn, failed) => {
  setTimeout(() => failed(new Error("nothing was drawn within a minute")), 60_000);
  const look = () => (${there}) ? drawn(performance.now()) : requestAnimationFrame(look);
  look();
})`;

/** A lane's value is written by the page, its columns are painted by a worker: a canvas has its size once they are shown. */
const firstLane = drawnAt(
  `/\\d/.test(document.querySelector("[data-testid=lane-value]")?.dataset.value ?? "") &&
    [...document.querySelectorAll(".wall-lanes > canvas")].some(({ width }) => width > 1)`,
);
/** Its graph is an SVG: Debian's package has the classic page. */
const firstGraph = drawnAt(`document.querySelector("svg path") !== null`);

/** The page from nothing to the first lane drawn, with the processor slowed, beside Prometheus' own page with one graph. */
export const web: Bench = async ({ scale }) => {
  const times = Math.max(1, Math.round(TIMES * scale));
  const browser = await launchChromium();
  const [ours, peer] = [await startOurs({ MISSION_CONTROL_STEP: "1s" }), await startPeer(peers.prometheus)];
  try {
    await putView(ours.url);
    const mine = await opened(browser, times, `${ours.url}/views/bench`, firstLane);
    const graph = "/classic/graph?g0.expr=vector(1)&g0.tab=0&g0.range_input=15m";
    const theirs =
      peer === undefined ? undefined : await opened(browser, times, peer.url + graph, firstGraph);
    const ratioOf = (pick: (figures: Figures) => number) =>
      theirs === undefined ? Number.NaN : pick(mine) / pick(theirs);
    const row = (name: string, pick: (figures: Figures) => number) => [
      name,
      pick(mine),
      theirs === undefined ? "-" : pick(theirs),
      theirs === undefined ? "-" : ratioOf(pick),
    ];
    const ratio = ratioOf(({ ms }) => ms);
    return {
      table: tableOf(
        ["a first visit", "ours", "Prometheus 2.42", "ratio"],
        [
          row("scripts, bytes by gzip", ({ bytes }) => bytes),
          row("scripts", ({ scripts }) => scripts),
          row(`to the first lane drawn, processor slowed ${SLOWED}x, ms`, ({ ms }) => ms),
        ],
      ),
      ours: `${textOf(mine.bytes / 1_000)} kB, ${textOf(mine.ms)} ms`,
      peer: theirs === undefined ? "-" : `${textOf(theirs.bytes / 1_000)} kB, ${textOf(theirs.ms)} ms`,
      ratio,
      target: `${BUDGET.bytes / 1_000} kB at first load; ${BUDGET.ms} ms; at most 0.5 of the peer's time`,
    };
  } finally {
    await browser.close();
    await ours.stop();
    await peer?.stop();
  }
};

/** What a first visit costs: scripts by gzip, and the time until there is something to see. */
interface Figures {
  readonly bytes: number;
  readonly scripts: number;
  readonly ms: number;
}

/** A view whose lanes are what the process tells of itself, so that they have values from the first step on. */
async function putView(url: string): Promise<void> {
  const lanes = Array.from({ length: LANES }, (_, i) => ({
    id: `lane-${i}`,
    title: `lane ${i}`,
    expr: `mission_control_series + ${i}`,
  }));
  const view = { name: "Bench", sections: [{ id: "all", title: "All", lanes }] };
  const answer = await fetch(`${url}/api/views/bench`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(view),
  });
  if (!answer.ok) throw new Error(`the view was refused: ${await answer.text()}`);
}

/** Visits a page anew each time, with nothing kept, and tells the median. */
async function opened(browser: Browser, times: number, address: string, drawn: string): Promise<Figures> {
  const visits: Figures[] = [];
  // The first visit warms the server, and does not count.
  for (let i = 0; i <= times; i++) visits.push(await visit(browser, address, drawn));
  const counted = visits.slice(1);
  const of = (pick: (figures: Figures) => number) => median(counted.map(pick));
  return { bytes: of(({ bytes }) => bytes), scripts: of(({ scripts }) => scripts), ms: of(({ ms }) => ms) };
}

async function visit(browser: Browser, address: string, drawn: string): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
    const scripts = scriptsOf(page);
    await page.goto(address, { waitUntil: "commit" });
    const ms = (await page.evaluate(drawn)) as number;
    const sizes = await Promise.all(scripts.sofar());
    return { ms, scripts: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await context.close();
  }
}

/** The sizes by gzip of the scripts that a page asked for before `sofar` was called, workers' too. */
function scriptsOf(page: Page): { sofar: () => Promise<number>[] } {
  const sizes: Promise<number>[] = [];
  const take = (response: Response) => {
    if (response.request().resourceType() !== "script") return;
    sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  };
  page.on("response", take);
  return {
    sofar() {
      // What comes later would not be whole when its page is closed.
      page.off("response", take);
      return sizes;
    },
  };
}
