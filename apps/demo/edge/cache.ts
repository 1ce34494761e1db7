import type { Clock } from "@mission-control/series";
import { LRUCache } from "lru-cache";
import type { Random } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import { type Ask, type Call, CutOff, type Reply, Unreachable } from "../company/wire.ts";
import { type AccessRecord, callPart, replyPart } from "./access-record.ts";
import { apology } from "./apology.ts";

/** The edge's two addresses. */
export type EdgeAddress = "blue" | "green";

interface Kept {
  /** Undefined where the path is known as one that may not be kept. */
  readonly reply: Reply | undefined;
  readonly freshUntilMs: number;
}

const STALE_IF_ERROR_MS = 60_000;
/** For so long it is remembered that a path may not be kept, so that those who ask for it need not wait for each other. */
const PASS_MS = 120_000;

/**
 * A cache in front of `origin`: keeps GETs for the seconds their answer allows, by path, bounded in bytes and entries.
 * Those who ask for the same path at once share one question. Where the origin fails, what is up to 60 s too old is
 * given once more. `hit` and `miss` are said of what may be kept only, and counted as cdn_requests.
 */
export function createEdgeCache({
  clock,
  random,
  telemetry,
  origin,
  log = () => {},
  maxEntries = 5_000,
  maxBytes = 32 * 2 ** 20,
}: {
  clock: Clock;
  random: Random;
  telemetry: Pick<Telemetry, "count" | "gauge">;
  origin: Ask;
  log?: (record: AccessRecord) => void;
  maxEntries?: number;
  /** Of bodies, as UTF-16. */
  maxBytes?: number;
}) {
  const kept = new LRUCache<string, Kept>({
    max: maxEntries,
    maxSize: maxBytes,
    sizeCalculation: ({ reply }, path) => 2 * (path.length + (reply?.body.length ?? 0)) + 100,
  });
  const asking = new Map<string, Promise<Reply>>();
  let inFlight = 0;

  const mayBeKept = (reply: Reply) => reply.status === 200 && reply.maxAge > 0;

  async function askOrigin(call: Call): Promise<Reply> {
    try {
      return await origin(call);
    } catch (error) {
      if (error instanceof Unreachable) return apology(503);
      if (error instanceof CutOff) return apology(502);
      throw error;
    }
  }

  async function refresh(call: Call, old: Kept | undefined): Promise<Reply> {
    const reply = await askOrigin(call);
    const nowMs = clock.monotonicMs();
    if (mayBeKept(reply)) {
      kept.set(call.path, { reply, freshUntilMs: nowMs + reply.maxAge * 1_000 });
    } else if (reply.status >= 500) {
      if (old?.reply !== undefined && nowMs < old.freshUntilMs + STALE_IF_ERROR_MS) return old.reply;
    } else {
      kept.set(call.path, { reply: undefined, freshUntilMs: nowMs + PASS_MS });
    }
    telemetry.gauge("cdn_entries", kept.size);
    return reply;
  }

  /** Answers, and says whether that came from the cache. */
  async function find(call: Call): Promise<Reply> {
    if (call.method !== "GET") return askOrigin(call);
    const found = kept.get(call.path);
    if (found !== undefined && clock.monotonicMs() < found.freshUntilMs) {
      return found.reply === undefined ? refresh(call, undefined) : { ...found.reply, cache: "hit" };
    }
    const before = asking.get(call.path);
    if (before !== undefined) {
      const shared = await before;
      return mayBeKept(shared) ? { ...shared, cache: "hit" } : askOrigin(call);
    }
    const question = refresh(call, found);
    asking.set(call.path, question);
    try {
      const reply = await question;
      if (!mayBeKept(reply)) return reply;
      return { ...reply, cache: reply === found?.reply ? "hit" : "miss" };
    } finally {
      asking.delete(call.path);
    }
  }

  async function answer(call: Call): Promise<Reply> {
    const timeMs = clock.now();
    const startMs = clock.monotonicMs();
    inFlight++;
    try {
      const reply = await find(call);
      if (reply.cache !== undefined) telemetry.count("cdn_requests", 1, { result: reply.cache });
      const totalMs = Math.round(clock.monotonicMs() - startMs);
      log({
        timeMs,
        ...callPart(call),
        clientPort: random.int(32_768, 60_999),
        frontend: "edge",
        backend: "edge",
        server: reply.cache === "hit" ? "cache" : "origin",
        timings: { requestMs: 0, queueMs: 0, connectMs: 0, responseMs: totalMs, totalMs },
        ...replyPart(reply),
        termination: "----",
        connections: {
          active: inFlight,
          frontend: inFlight,
          backend: inFlight - 1,
          server: inFlight - 1,
          retries: 0,
          redispatched: false,
        },
        queues: { server: 0, backend: 0 },
      });
      return reply;
    } finally {
      inFlight--;
    }
  }

  return {
    answer,
    /** The same, asked at one of the two addresses: the load of each is counted. */
    at:
      (address: EdgeAddress): Ask =>
      (call) => {
        telemetry.count("edge_requests", 1, { address });
        return answer(call);
      },
    entries: () => kept.size,
  };
}
