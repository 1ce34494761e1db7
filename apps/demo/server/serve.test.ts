import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock, systemClock } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRandom } from "../company/random.ts";
import { headers } from "../company/wire.ts";
import { serveInstance } from "./serve.ts";
import { recorder, specOf } from "./turning.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function serve(change: Partial<Parameters<typeof serveInstance>[0]> = {}) {
  const told = recorder();
  const random = createRandom("serve");
  const spec = specOf("api");
  const options = { clock: systemClock, random, spec, telemetry: told.telemetry, port: 0, ...change };
  const instance = await serveInstance(options);
  undo.push(instance.stop);
  return { ...told, ...instance, url: `http://127.0.0.1:${instance.port}` };
}

const asUser = {
  [headers.user]: "u-1042",
  [headers.country]: "SE",
  [headers.experiment]: "orange-button",
  [headers.address]: "198.51.100.7",
};

/** After so long an instance that is stopped cuts what is still open. */
const CUT_MS = 2_000;
const afterUnless = (never: number, ms: number, fn: () => void) =>
  ms === never ? () => {} : systemClock.after(ms, fn);

describe("an instance on real HTTP", () => {
  it("serves pages of what an api behind it serves, to whom the headers name", async () => {
    const api = await serve();
    const web = await serve({ spec: specOf("web"), apiUrl: api.url });
    const page = await fetch(`${web.url}/products/3`, { headers: asUser });
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get(headers.version)).toBe("v1");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(await page.text()).toContain("orange-button");
    const css = await fetch(`${web.url}/assets/app.css`);
    expect(css.headers.get("cache-control")).toBe("public, max-age=60");
    const body = new URLSearchParams({ plan: "pro" });
    const signup = await fetch(`${web.url}/signup`, {
      method: "POST",
      body,
      headers: asUser,
      redirect: "manual",
    });
    expect([signup.status, signup.headers.get("location")]).toEqual([303, "/account"]);
    expect(api.sum("signups", { country: "SE", experiment: "orange-button" })).toBe(1);
    expect(web.sum("app_requests")).toBe(3);
  });

  it("takes changes of its faults while it runs", async () => {
    const { url, fault, spec } = await serve();
    fault({ errorShare: 1 });
    expect((await fetch(`${url}/products`)).status).toBe(500);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    fault({ errorShare: 0 });
    expect((await fetch(`${url}/products`)).status).toBe(200);
    expect(spec().faults.errorShare).toBe(0);
  });

  it("says 502 where its api is gone", async () => {
    const api = await serve();
    const web = await serve({ spec: specOf("web"), apiUrl: api.url });
    expect((await fetch(`${web.url}/products`)).status).toBe(200);
    await api.stop();
    expect((await fetch(`${web.url}/products`)).status).toBe(502);
  });

  it("refuses bodies over 64 kB, answers those below, and does not know other methods", async () => {
    const { url } = await serve();
    const post = (bytes: number) => fetch(`${url}/carts`, { method: "POST", body: "{}".padStart(bytes) });
    expect((await post(65_536)).status).toBe(201);
    expect((await post(65_537)).status).toBe(413);
    expect((await fetch(`${url}/products`, { method: "PATCH" })).status).toBe(405);
    expect((await fetch(`${url}/products`, { method: "HEAD" })).status).toBe(200);
  });

  it("answers 408 to who begins a body and does not go on", async () => {
    const { port } = await serve();
    const socket = connect(port, "127.0.0.1");
    undo.push(() => socket.destroy());
    let said = "";
    socket.on("data", (piece) => (said += piece));
    socket.write("POST /carts HTTP/1.1\r\nhost: shop\r\ncontent-length: 9\r\n\r\n{");
    await vi.waitFor(() => expect(said).toMatch(/^HTTP\/1.1 408 /), { timeout: 8_000, interval: 50 });
  });

  it("shares a database file with other instances, which sell the same", async () => {
    const dir = mkdtempSync(join(tmpdir(), "shop-"));
    undo.push(() => rmSync(dir, { recursive: true, force: true }));
    const databasePath = join(dir, "shop.db");
    const [one, other] = await Promise.all([
      serve({ databasePath }),
      serve({ databasePath, random: createRandom("other seed") }),
    ]);
    const products = async (url: string) => (await fetch(`${url}/products`)).text();
    expect(await products(other.url)).toBe(await products(one.url));
    const body = JSON.stringify({ product: 3 });
    const { id } = await (await fetch(`${one.url}/carts`, { method: "POST", body, headers: asUser })).json();
    const cart = await fetch(`${other.url}/carts/${id}`, { headers: asUser });
    expect((await cart.json()).items).toHaveLength(1);
  });

  it.runIf(process.platform === "linux")(
    "really opens the files that it forgets, and closes them",
    async () => {
      const clock = manualClock();
      const opened = () =>
        readdirSync("/proc/self/fd").filter((fd) => {
          try {
            return readlinkSync(`/proc/self/fd/${fd}`) === devNull;
          } catch {
            return false;
          }
        }).length;
      const before = opened();
      const { fault, stop } = await serve({ clock });
      fault({ filesPerMinute: 60 });
      clock.advance(30_000);
      expect(opened()).toBe(before + 30);
      await stop();
      expect(opened()).toBe(before);
    },
  );

  it("lets what it was asked end before it ends", async () => {
    // What cuts connections that are still open never comes: were one kept after its answer, the end would not come.
    const clock = { ...systemClock, after: (ms: number, fn: () => void) => afterUnless(CUT_MS, ms, fn) };
    const { url, fault, stop } = await serve({ clock });
    fault({ latencyFactor: 20 });
    const answer = fetch(`${url}/products`);
    await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200));
    const stopped = stop();
    expect((await answer).status).toBe(200);
    await stopped;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it("says in words what keeps it from starting", async () => {
    const { port } = await serve();
    await expect(serve({ port })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
    await expect(serve({ spec: specOf("web") })).rejects.toThrow("web-1 needs the address of an api");
  });
});
