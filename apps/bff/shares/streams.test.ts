import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type View, viewSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { openRecords } from "@mission-control/store";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createBroadcast } from "../live/broadcast.ts";
import { openStream } from "../live/open-stream.ts";
import { createShares } from "./shares.ts";
import { createSharedStreams } from "./streams.ts";

const HOUR_MS = 3_600_000;
const startMs = 1_790_000_000_000;
const baseStepMs = 1_000;
const ID = "0123456789abcdef";
const up = { key: "0", expr: "up", stepMs: 1_000 };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const viewOf = (...exprs: string[]): View =>
  viewSchema.parse({
    slug: "load",
    name: "Load",
    sections: [{ id: "s", title: "s", lanes: exprs.map((expr) => ({ id: expr, title: expr, expr })) }],
  });

/** One share of a view with a lane `up`, and the streams of it. */
async function make() {
  const dir = mkdtempSync(join(tmpdir(), "streams-"));
  closing.push(() => rmSync(dir, { recursive: true }));
  const clock = manualClock(startMs);
  const records = await openRecords({ dir, clock });
  closing.push(() => records.close());
  const views = new Map([["load", viewOf("up", "other")]]);
  let finds = 0;
  const findView = async (slug: string) => {
    finds++;
    return views.get(slug);
  };
  const shares = createShares({ records: records.shares, clock, findView });
  const reader = { select: async () => [], series: async () => [] };
  const evaluate = createEvaluate({ reader, clock });
  const broadcast = createBroadcast({ clock, evaluate, baseStepMs, graceMs: 0 });
  const streams = createSharedStreams({ shares, broadcast, clock, baseStepMs });
  closing.push(streams.start());
  const view = { slug: "load", search: "", lanes: [], variables: {}, rangeMs: 600_000 };
  const share = await shares.make({ kind: "share", title: "", view, lifeMs: HOUR_MS });
  const token = share.path.slice("/shared/".length);

  async function connect() {
    const stream = await openStream();
    closing.push(stream.close);
    streams.add(ID, { shareId: share.id, token, outgoing: stream.response });
    await broadcast.connect(ID, stream.response, undefined, { quiet: true });
    return stream;
  }
  return { clock, views, shares, broadcast, streams, share, token, connect, finds: () => finds };
}

describe("the streams of a share", () => {
  it("are cut off when the link is revoked, also where the reader stalls, and the next step goes on", async () => {
    const { broadcast, shares, share, connect } = await make();
    const { response, client } = await connect();
    broadcast.subscribe(ID, [up]);
    client.pause();
    while (response.writableLength === 0) response.write("x".repeat(64 * 1024));
    await shares.revoke(share.id);
    expect(response.destroyed).toBe(true);
    await broadcast.seal(startMs + 1_000);
    await vi.waitFor(() => expect(broadcast.status().watchers).toBe(0));
  });

  it("end where what is watched is no part of the view any more, also what an earlier connection chose", async () => {
    const { clock, views, broadcast, streams, shares, token, connect } = await make();
    const first = await connect();
    broadcast.subscribe(ID, [up]);
    first.client.destroy();
    await vi.waitFor(() => expect(broadcast.status().watchers).toBe(0));
    const again = await connect();
    clock.advance(15_000);
    expect(streams.mayResume(ID, (await shares.open(token))!)).toBe(true);
    expect(again.response.destroyed).toBe(false);
    views.set("load", viewOf("other"));
    await vi.waitFor(() => {
      // A look that still goes on is not begun again.
      clock.advance(15_000);
      expect(again.response.destroyed).toBe(true);
    });
    expect(streams.mayResume(ID, (await shares.open(token))!)).toBe(false);
  });

  it("end with the link", async () => {
    const { clock, broadcast, connect } = await make();
    const { response } = await connect();
    broadcast.subscribe(ID, [up]);
    clock.advance(HOUR_MS);
    await vi.waitFor(() => expect(response.destroyed).toBe(true));
  });
});

describe("what a token opens", () => {
  it("is read once a second, whoever asks, and not after it was revoked", async () => {
    const { clock, shares, share, token, finds } = await make();
    const made = finds();
    const [one, other] = await Promise.all([shares.open(token), shares.open(token)]);
    expect(one?.queries.map(({ expr }) => expr)).toEqual(["up", "other"]);
    expect(other).toBe(one);
    expect(finds()).toBe(made + 1);
    clock.advance(1_000);
    await shares.open(token);
    expect(finds()).toBe(made + 2);
    await shares.revoke(share.id);
    expect(await shares.open(token)).toBeUndefined();
  });
});
