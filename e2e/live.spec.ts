import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { queryValues, type Running, start, temporaryFolder } from "./process.ts";

interface Message {
  event: string;
  id: string | undefined;
  data: unknown;
}

interface StepData {
  sealedMs: number;
  lanes: { expr: string; stepMs: number; atMs: number; open?: boolean; values: (number | null)[] }[];
}

/** A stream of server-sent events read as they come; `close` breaks the connection as a network would. */
async function openStream(url: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await fetch(url, {
    headers: { Accept: "text/event-stream", ...headers },
    signal: abort.signal,
  });
  const messages: Message[] = [];
  const reading = (async () => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
        messages.push({
          event: field("event") ?? "",
          id: field("id"),
          data: JSON.parse(field("data") ?? "null"),
        });
      }
    }
  })().catch(() => {});
  const steps = () => messages.filter(({ event }) => event === "step").map(({ data }) => data as StepData);
  return {
    response,
    messages,
    steps,
    async close() {
      abort.abort();
      await reading;
    },
  };
}

const subscribe = async (url: string, id: string, lanes: { key: string; expr: string; stepMs: number }[]) =>
  fetch(`${url}/api/live/${id}/subscriptions`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ lanes }),
  });

/**
 * Steps that are not the one after the last, a second later, though nobody was told `reset`: on a machine too busy to seal each
 * second a step may be passed over, but never in silence.
 */
function untoldGaps(messages: readonly { event: string; data: unknown }[], sinceMs: number): number[] {
  const gaps: number[] = [];
  let [lastMs, isTold] = [sinceMs, false];
  for (const { event, data } of messages) {
    if (event === "reset") isTold = true;
    if (event !== "step") continue;
    const { sealedMs, lanes } = data as StepData;
    // A step that was being sealed when the lanes were asked for goes out as it was begun, without them.
    if (lanes.length === 0) continue;
    if (sealedMs <= lastMs || (sealedMs !== lastMs + 1_000 && !isTold)) gaps.push(sealedMs);
    [lastMs, isTold] = [sealedMs, false];
  }
  return gaps;
}

test.describe("the live stream", () => {
  const folder = temporaryFolder();
  let running: Running;
  test.beforeAll(async () => {
    running = await start(folder.path);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  test("every step comes once and in order, also over a broken connection, and equals the query", async () => {
    const id = randomBytes(16).toString("hex");
    const live = `${running.url}/api/live?id=${id}`;
    const lane = { key: "load", expr: "node_load1", stepMs: 1_000 };

    await expect.poll(async () => (await queryValues(running.url, "node_load1")).size).toBe(1);
    const first = await openStream(live);
    expect(first.response.headers.get("content-type")).toBe("text/event-stream");
    await expect.poll(() => first.messages[0]?.event).toBe("hello");
    const subscribed = await (await subscribe(running.url, id, [lane])).json();
    const withLanes = () => first.steps().filter(({ lanes }) => lanes.length > 0);
    await expect.poll(() => withLanes().length).toBeGreaterThanOrEqual(2);
    await first.close();
    const before = withLanes();

    // Away for three steps, as asked of another stream's clock.
    const other = await openStream(`${running.url}/api/live?id=${randomBytes(16).toString("hex")}`);
    await expect.poll(() => other.messages.length).toBeGreaterThanOrEqual(4);
    await other.close();

    const second = await openStream(live, { "Last-Event-ID": String(before.at(-1)?.sealedMs) });
    await expect.poll(() => second.steps().length).toBeGreaterThanOrEqual(5);
    await second.close();
    expect(second.messages[0]?.data).toMatchObject({ resumed: true });

    const all = [...before, ...second.steps()];
    const times = all.map((step) => step.sealedMs);
    expect(untoldGaps([...first.messages, ...second.messages], subscribed.lanes[0].sealedMs)).toEqual([]);

    const [from, to] = [(times[0] ?? 0) / 1000, (times.at(-1) ?? 0) / 1000];
    const answer = await fetch(
      `${running.url}/api/v1/query_range?query=node_load1&start=${from}&end=${to}&step=1`,
    );
    const [row] = (await answer.json()).data.result as { values: [number, string][] }[];
    const asked = new Map(row?.values.map(([seconds, text]) => [seconds * 1000, Number(text)]));
    expect(all.map((step) => step.lanes[0]?.values[0])).toEqual(times.map((timeMs) => asked.get(timeMs)));
  });

  test("a stream that was never there begins anew; one away too long or from the future is told to", async () => {
    const id = randomBytes(16).toString("hex");
    const fresh = await openStream(`${running.url}/api/live?id=${id}`, { "Last-Event-ID": "1000" });
    await expect.poll(() => fresh.messages[0]?.data).toMatchObject({ resumed: false });
    await subscribe(running.url, id, [{ key: "a", expr: "node_load1", stepMs: 1_000 }]);
    await fresh.close();
    const old = await openStream(`${running.url}/api/live?id=${id}`, { "Last-Event-ID": "1000" });
    await expect.poll(() => old.messages.map(({ event }) => event)).toContain("reset");
    await expect.poll(() => old.steps().length).toBeGreaterThanOrEqual(1);
    await old.close();
  });

  test("equal pairs are evaluated once for all watchers, and a wrong expression harms only its lane", async () => {
    // What streams before this one watched is kept a minute for their return, unless we restart.
    await running.stop();
    running = await start(folder.path);
    const lanes = [
      { key: "good", expr: "node_load1 * 1", stepMs: 1_000 },
      { key: "bad", expr: "sum(", stepMs: 1_000 },
    ];
    const streams = await Promise.all(
      ["a", "b", "c"].map(async (name) => {
        const id = `${name}${randomBytes(16).toString("hex")}`;
        const stream = await openStream(`${running.url}/api/live?id=${id}`);
        await expect.poll(() => stream.messages.length).toBeGreaterThanOrEqual(1);
        const answer = await (await subscribe(running.url, id, lanes)).json();
        expect(answer.lanes[0].error).toBeUndefined();
        expect(answer.lanes[1].error).toContain("parse error");
        return stream;
      }),
    );
    for (const stream of streams) await expect.poll(() => stream.steps().length).toBeGreaterThanOrEqual(2);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    const told = (name: string) => new RegExp(`^mission_control_${name} (\\d+)$`, "m").exec(metrics)?.[1];
    expect([told("live_pairs"), told("watchers")]).toEqual(["1", "3"]);
    for (const stream of streams) await stream.close();
  });

  test("a step that is still open sends its value so far, marked, and its end once", async () => {
    const id = randomBytes(16).toString("hex");
    const stream = await openStream(`${running.url}/api/live?id=${id}`);
    await expect.poll(() => stream.messages.length).toBeGreaterThanOrEqual(1);
    await subscribe(running.url, id, [{ key: "x", expr: "vector(1)", stepMs: 5_000 }]);
    // A step that sealed before it subscribed has no lanes.
    const watched = () => {
      const steps = stream.steps();
      const first = steps.findIndex(({ lanes }) => lanes.length > 0);
      return first < 0 ? [] : steps.slice(first);
    };
    await expect.poll(() => watched().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(7);
    await stream.close();
    for (const { sealedMs, lanes } of watched()) {
      expect(lanes[0]?.atMs).toBe(Math.ceil(sealedMs / 5_000) * 5_000);
      expect(lanes[0]?.open ?? false).toBe(sealedMs % 5_000 !== 0);
    }
  });

  test("a deploy reaches the stream within two seconds", async () => {
    const stream = await openStream(`${running.url}/api/live?id=${randomBytes(16).toString("hex")}`);
    await expect.poll(() => stream.messages.length).toBeGreaterThanOrEqual(1);
    const posted = await fetch(`${running.url}/api/deploys`, {
      method: "POST",
      body: '{"service":"api","version":"v412"}',
    });
    expect(posted.status).toBe(201);
    const before = stream.messages.length;
    const toldAt = () =>
      stream.messages.findIndex(
        ({ event, data }) => event === "events" && JSON.stringify(data).includes("v412"),
      );
    await expect.poll(toldAt).toBeGreaterThanOrEqual(0);
    await stream.close();
    // By the stream's own seconds, which are as long as those of a machine that has much to do.
    const between = stream.messages.slice(before, toldAt());
    expect(between.filter(({ event }) => event === "step").length).toBeLessThanOrEqual(2);
    const { deploys } = await (await fetch(`${running.url}/api/deploys`)).json();
    expect(deploys).toHaveLength(1);
    expect(deploys[0]).toMatchObject({
      service: "api",
      version: "v412",
      status: "finished",
      kind: "release",
    });
  });
});
