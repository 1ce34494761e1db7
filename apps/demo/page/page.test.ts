import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findScenario } from "../scenario/registry.ts";
import { createPage } from "./page.ts";
import type { PageState } from "./state.ts";

const state: PageState = {
  wall: "http://127.0.0.1:4400/views/mock-production",
  missionControl: "ready",
  balancer: "HAProxy",
  speed: 1,
  scenarios: [],
  playing: null,
  preparing: null,
  instances: [],
  load: { factor: 1, perSecond: 40 },
};

/** A page whose buttons write down what they were asked. */
function pageWithBooks() {
  const asked: string[] = [];
  const page = createPage({
    folder: join(import.meta.dirname, "browser"),
    state: () => state,
    async play(name) {
      asked.push(findScenario(name).name);
    },
    async stop() {
      asked.push("stop");
    },
    load: (factor) => asked.push(`load ${factor}`),
  });
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    page.request(`http://127.0.0.1:4410/api/${path}`, {
      method: "POST",
      body,
      headers: { host: "127.0.0.1:4410", ...headers },
    });
  return { page, post, asked };
}

describe("the demo's page", () => {
  it("is served under a policy that lets nothing run but its own files, and has no script or style within", async () => {
    const answer = await pageWithBooks().page.request("http://127.0.0.1:4410/");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const html = await answer.text();
    expect(html).toContain("<h1>Mock production</h1>");
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  });

  it("has every style sheet that it names", async () => {
    const { page } = pageWithBooks();
    const html = await (await page.request("http://127.0.0.1:4410/")).text();
    const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => path!);
    expect(sheets.length).toBeGreaterThan(1);
    for (const path of sheets) {
      const answer = await page.request(`http://127.0.0.1:4410${path}`);
      expect([path, answer.status, answer.headers.get("content-type")]).toEqual([
        path,
        200,
        "text/css; charset=utf-8",
      ]);
      expect((await answer.text()).split("\n").length).toBeLessThan(250);
    }
  });

  it("tells its state", async () => {
    const answer = await pageWithBooks().page.request("http://localhost:4410/api/state");
    expect(await answer.json()).toEqual(state);
  });

  it("plays, stops and changes the load", async () => {
    const { post, asked } = pageWithBooks();
    const own = { origin: "http://127.0.0.1:4410", "sec-fetch-site": "same-origin" };
    for (const answer of [
      await post("play", '{"scenario":"canary"}', own),
      await post("load", '{"factor":1.5}', own),
      await post("stop", "{}"),
    ]) {
      expect(answer.status).toBe(200);
    }
    expect(asked).toEqual(["canary", "load 1.5", "stop"]);
  });

  it("refuses what it cannot use with the reason, and does nothing", async () => {
    const { post, asked } = pageWithBooks();
    const wrong = await post("play", '{"scenario":"cannary"}');
    expect(wrong.status).toBe(404);
    expect(((await wrong.json()) as { error: string }).error).toMatch(/did you mean "canary"/);
    for (const body of ["", "null", '{"factor":"2"}', '{"factor":-1}', '{"factor":1,"more":2}']) {
      const answer = await post("load", body);
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { error: string }).error).toMatch(/body/);
    }
    expect((await post("load", `{"factor":1${" ".repeat(20_000)}}`)).status).toBe(413);
    expect(asked).toEqual([]);
  });

  it("takes nothing from another site's page, and answers to no other name", async () => {
    const { page, post, asked } = pageWithBooks();
    for (const headers of [
      { origin: "https://shop.example" },
      { origin: "null" },
      { origin: "http://127.0.0.1:4400" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ] as Record<string, string>[]) {
      expect((await post("stop", "{}", headers)).status).toBe(403);
    }
    expect((await page.request("http://shop.example:4410/api/state")).status).toBe(421);
    expect(asked).toEqual([]);
  });
});
