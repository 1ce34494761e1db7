import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "@mission-control/series";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { healthy } from "../company/instance.ts";
import { buildInstance } from "./built-instance.ts";
import { type CompanyOptions, startCompany } from "./company.ts";

/** Takes in what is sent to Mission Control, and keeps its text. */
async function openEar() {
  const heard: string[] = [];
  const http = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      heard.push(body);
      const ids = body.split("\n").map((_, index) => String(index));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ accepted: ids.length, duplicate: false, ids }));
    });
  });
  const udp = createSocket("udp4", (message) => heard.push(message.toString()));
  await once(http.listen(0, "127.0.0.1"), "listening");
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const at = { host: "127.0.0.1", port: (udp.address() as AddressInfo).port };
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    listeners: { statsd: at, syslog: at },
    heard: () => heard.join("\n"),
    close() {
      http.closeAllConnections();
      http.close();
      udp.close();
    },
  };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("the company as processes", () => {
  let ear: Awaited<ReturnType<typeof openEar>>;
  let built: Awaited<ReturnType<typeof buildInstance>>;
  let options: CompanyOptions;
  const troubles: string[] = [];

  beforeAll(async () => {
    ear = await openEar();
    built = await buildInstance();
    options = {
      clock: systemClock,
      speed: 1,
      seed: "laws",
      rate: 20,
      isSteady: true,
      url: ear.url,
      listeners: ear.listeners,
      ports: { edge: 0, edgeTls: 0, web: 0, api: 0 },
      balancer: "built-in",
      program: built.program,
      onTrouble: (words) => troubles.push(words),
    };
  }, 30_000);

  afterAll(() => {
    ear.close();
    built.remove();
  });

  it("runs each instance as a process of its own, which a restart, a silence and an end of themselves change", async () => {
    const company = await startCompany(options);
    const { stage } = company;
    const { host, http } = company.addresses.blue;
    let running: number[] = [];
    const ask = async () => {
      const answer = await fetch(`http://${host}:${http}/cart`);
      return { ok: answer.ok, version: answer.headers.get("x-version"), text: await answer.text() };
    };
    try {
      const pids = company.pids();
      expect(new Set(pids).size).toBe(6);
      expect(pids).not.toContain(process.pid);
      expect(pids.every(isAlive)).toBe(true);
      expect(await ask()).toMatchObject({ ok: true, version: "v980" });

      for (const name of ["web-1", "web-2", "web-3"]) await stage.restart(name, { version: "v981" });
      expect(await ask()).toMatchObject({ ok: true, version: "v981" });
      expect(company.pids().filter((pid) => pids.includes(pid))).toHaveLength(3);

      const [before] = company.pids();
      stage.silence("web-1");
      await vi.waitFor(() => expect(isAlive(before!)).toBe(false), 5_000);
      expect(company.isSilent("web-1")).toBe(true);
      await stage.restart("web-1");
      expect(company.isSilent("web-1")).toBe(false);

      const lost = company.pids().at(-1)!;
      process.kill(lost, "SIGKILL");
      await vi.waitFor(() => {
        expect(company.pids()).toHaveLength(6);
        expect(company.pids()).not.toContain(lost);
      }, 10_000);
      expect(troubles).toEqual([expect.stringMatching(/^api-3: .*ended by itself/)]);

      await stage.add({ name: "api-4", service: "api", version: "v411", weight: 30, faults: healthy });
      await expect(stage.add({ ...stage.instances()[0]! })).rejects.toThrow(/is an instance web-1 already/);
      expect(company.pids()).toHaveLength(7);
      await stage.remove("api-4");
      expect(company.pids()).toHaveLength(6);

      await vi.waitFor(
        () => expect(ear.heard()).toMatch(/process_resident_memory_bytes:0\|g.*version:v980/),
        10_000,
      );

      stage.deploy({ service: "api", version: "v412", title: "heard of" });
      await vi.waitFor(() => expect(ear.heard()).toContain("heard of"), 5_000);
      await vi.waitFor(
        () => expect(ear.heard()).toMatch(/app_requests:.*(?=.*instance:web-2)(?=.*service:web)/),
        10_000,
      );
    } finally {
      running = company.pids();
      await company.stop();
    }
    expect(running).toHaveLength(6);
    expect(running.filter(isAlive)).toEqual([]);
    await expect(ask()).rejects.toThrow();
  }, 90_000);

  it("starts nothing where a port is taken, and says which and what moves it", async () => {
    const taken = createServer();
    await once(taken.listen(0, "127.0.0.1"), "listening");
    const { port } = taken.address() as AddressInfo;
    try {
      for (const [part, setting] of [
        ["edge", "--edge-port"],
        ["web", "--web-port"],
      ]) {
        const starting = startCompany({ ...options, ports: { ...options.ports, [part!]: port } });
        await expect(starting).rejects.toThrow(new RegExp(`${port}.*${setting}`));
      }
    } finally {
      taken.close();
    }
  }, 60_000);
});
