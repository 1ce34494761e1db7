import type { ChannelTools } from "@mission-control/alerts/delivery";
import { manualClock } from "@mission-control/series";
import { describe, expect, it, vi } from "vitest";
import { createHeartbeat } from "./heartbeat.ts";

const settings = { url: "https://beats.example/secret-path", every: 60_000 };

/** A heartbeat whose other side answers what `answer` says. */
function world() {
  const clock = manualClock(Date.UTC(2026, 10, 21, 17));
  const state = { status: 200, asked: [] as string[] };
  const post: ChannelTools["post"] = async ({ url }) => {
    state.asked.push(url);
    if (state.status === 0) return { ok: false, blocked: false, words: "connection refused" };
    return { ok: true, status: state.status, headers: {}, text: "" };
  };
  const onError = (error: unknown) => {
    throw error;
  };
  const heartbeat = createHeartbeat({ clock, settings, post, onError });
  /** Lets time pass with rules evaluated each 5 s, or not. */
  const pass = async (ms: number, isEvaluated: boolean) => {
    for (let passed = 0; passed < ms; passed += 5_000) {
      clock.advance(5_000);
      if (isEvaluated) heartbeat.evaluated();
      await Promise.resolve();
    }
  };
  return { clock, state, heartbeat, pass };
}

describe("the heartbeat", () => {
  it("is told as soon as rules are evaluated, then in its rhythm", async () => {
    const { state, heartbeat, pass } = world();
    heartbeat.start();
    expect(state.asked).toEqual([]);
    heartbeat.evaluated();
    expect(state.asked).toEqual([settings.url]);
    await pass(300_000, true);
    expect(state.asked).toHaveLength(6);
    expect(heartbeat.problems()).toEqual([]);
  });

  it("ends when rules are not evaluated any more, which is a problem, and goes on when they are", async () => {
    const { state, heartbeat, pass } = world();
    heartbeat.start();
    heartbeat.evaluated();
    await pass(60_000, true);
    const before = state.asked.length;
    await pass(300_000, false);
    expect(state.asked.length).toBeLessThanOrEqual(before + 1);
    expect(heartbeat.problems()).toMatchObject([{ code: "heartbeat_held" }]);
    const held = state.asked.length;
    await pass(120_000, true);
    expect(state.asked.length).toBe(held + 2);
    expect(heartbeat.problems()).toEqual([]);
  });

  it("that is not taken is a problem, in words without its whole address", async () => {
    const { state, heartbeat, pass } = world();
    heartbeat.start();
    state.status = 0;
    heartbeat.evaluated();
    await vi.waitFor(() => expect(heartbeat.problems()).toHaveLength(1), {
      timeout: 10_000,
      interval: 5,
    });
    const [problem] = heartbeat.problems();
    expect(problem?.message).toContain("beats.example has failed since 17:00 UTC: connection refused");
    expect(problem?.message).not.toContain("secret-path");
    state.status = 302;
    await pass(60_000, true);
    expect(heartbeat.problems()[0]?.message).toContain("it answered 302");
    state.status = 204;
    await pass(60_000, true);
    expect(heartbeat.problems()).toEqual([]);
  });

  it("is silent where no address is set", async () => {
    const clock = manualClock(0);
    const post = () => Promise.reject(new Error("nobody is to be asked"));
    const heartbeat = createHeartbeat({ clock, settings: undefined, post, onError: () => {} });
    heartbeat.start();
    heartbeat.evaluated();
    clock.advance(600_000);
    expect(heartbeat.problems()).toEqual([]);
  });
});
