import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { type Answer, createServer, type Handler } from "./server.ts";
import { callOf, recorder, specOf, turnUntil } from "./turning.ts";

const plain = (status: number, body: string): Answer => ({ status, type: "text/plain", body });

function open(routes: Record<string, Handler>, { name = "web-1", errorShare = 0 } = {}) {
  const clock = manualClock();
  const told = recorder();
  const server = createServer({
    clock,
    random: createRandom("company"),
    telemetry: told.telemetry,
    spec: { ...specOf("web", { errorShare }), name },
    routes: new Map(Object.entries(routes)),
    medianMs: 5,
    errorPage: plain,
  });
  const ask = (...call: Parameters<typeof callOf>) => turnUntil(clock, server.answer(callOf(...call)));
  return { ...told, clock, server, ask };
}

describe("a server", () => {
  it("gives a route what its path and query say, decoded", async () => {
    const { ask } = open({
      "GET /a/:name": async ({ params, query }) => plain(200, `${params.name} ${query.get("q")}`),
    });
    expect(await ask("GET", "/a/x%20y?q=%C3%A9+z")).toMatchObject({ status: 200, body: "x y é z" });
    expect((await ask("POST", "/a/x", {})).status).toBe(404);
    expect((await ask("GET", "/a/x/y")).status).toBe(404);
  });

  it("answers 500 for a bug, tells it, and goes on", async () => {
    let broken = true;
    const { ask, events, sum, last, clock } = open({
      "GET /": async () => {
        if (broken) throw new TypeError("no such thing");
        return plain(200, "well");
      },
    });
    expect((await ask("GET", "/")).status).toBe(500);
    expect(events).toMatchObject([{ type: "exception", title: "TypeError: no such thing" }]);
    expect(sum("app_errors", { kind: "exception" })).toBe(1);
    broken = false;
    expect((await ask("GET", "/")).status).toBe(200);
    clock.advance(1_000);
    expect(last("app_in_flight")).toBe(0);
  });

  it("has chance of its own by its name, so that instances do not fail in step", async () => {
    const failures = async (name: string) => {
      const { ask } = open({ "GET /": async () => plain(200, "") }, { name, errorShare: 0.5 });
      const statuses: number[] = [];
      for (let i = 0; i < 30; i++) statuses.push((await ask("GET", "/")).status);
      return statuses;
    };
    expect(await failures("web-1")).toEqual(await failures("web-1"));
    expect(await failures("web-2")).not.toEqual(await failures("web-1"));
  });

  it("counts what it answers by route and code, and not what only asks whether it lives", async () => {
    const { ask, sum, values } = open({ "GET /a": async () => plain(200, "") });
    await ask("GET", "/a");
    await ask("GET", "/b");
    expect(await ask("GET", "/healthz")).toMatchObject({ status: 200, body: "ok", version: "v1" });
    expect(sum("app_requests", { route: "/a", code: "200" })).toBe(1);
    expect(sum("app_requests", { route: "none", code: "404" })).toBe(1);
    expect(sum("app_requests")).toBe(2);
    expect(values("app_request")).toHaveLength(2);
  });
});
