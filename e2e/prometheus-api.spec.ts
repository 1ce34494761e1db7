import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { queryValues, type Running, start, temporaryFolder } from "./process.ts";

const PROMTOOL = "/usr/bin/promtool";

test.describe("Prometheus' API", () => {
  const folder = temporaryFolder();
  let running: Running;
  let api: string;

  test.beforeAll(async () => {
    running = await start(folder.path);
    api = `${running.url}/api/v1`;
    await expect.poll(async () => (await queryValues(running.url, "node_load1")).size).toBe(1);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  const get = async (path: string) => {
    const answer = await fetch(`${api}${path}`);
    return { status: answer.status, body: await answer.json() };
  };
  const post = async (path: string, form: Record<string, string>) => {
    const answer = await fetch(`${api}${path}`, { method: "POST", body: new URLSearchParams(form) });
    return { status: answer.status, body: await answer.json() };
  };

  test("answers what Grafana asks of a Prometheus source", async () => {
    const [nowS, yearS] = [Math.floor(Date.now() / 1000), 365 * 86_400];
    const window = `start=${nowS - 3_600}&end=${nowS}`;
    expect((await get("/status/buildinfo")).body).toMatchObject({ data: { application: "mission-control" } });
    expect((await post("/query", { query: "1+1", time: String(nowS) })).body.data.result[1]).toBe("2");
    const range = { query: "node_load1", start: String(nowS - 10), end: String(nowS), step: "1" };
    expect((await post("/query_range", range)).body).toMatchObject({
      status: "success",
      data: { resultType: "matrix", result: [{ metric: { __name__: "node_load1", job: "node" } }] },
    });
    expect((await get(`/labels?${window}`)).body.data).toContain("__name__");
    expect((await post("/labels", { "match[]": "node_load1" })).body.data).toEqual([
      "__name__",
      "instance",
      "job",
    ]);
    expect((await get(`/label/__name__/values?${window}`)).body.data).toContain("node_load1");
    expect((await get("/label/job/values?match[]=node_load1")).body.data).toEqual(["node"]);
    expect((await post("/series", { "match[]": "node_load1" })).body.data).toHaveLength(1);
    expect((await get("/metadata?metric=node_load1")).body.data.node_load1[0].type).toBe("gauge");
    expect((await get("/format_query?query=sum(rate(x[5m]))by(job)")).body.data).toBe(
      "sum by (job) (rate(x[5m]))",
    );
    expect(
      (await get(`/series?match[]=node_load1&start=${nowS - yearS}&end=${nowS - yearS + 1}`)).body.data,
    ).toEqual([]);
  });

  test("takes parameters as Prometheus does: the body's before the address', RFC 3339, limits, timeouts", async () => {
    expect((await post("/query?query=1", { query: "2" })).body.data.result[1]).toBe("2");
    const at = await get("/query?query=1&time=2026-09-21T14:00:00%2B02:00");
    expect(at.body.data.result[0]).toBe(Date.parse("2026-09-21T12:00:00Z") / 1000);
    expect((await get("/query?query=1&time=2026-09-21T14:00:00")).status).toBe(400);
    const two = await get("/label/__name__/values?limit=2");
    expect(two.body).toMatchObject({ status: "success", warnings: ["results truncated due to limit"] });
    expect(two.body.data).toHaveLength(2);
    expect((await get("/labels?limit=-1")).body.error).toContain('"limit"');
    expect((await get("/query?query=1&timeout=soon")).body.error).toContain('"timeout"');
    expect((await get("/series?match[]=sum(up)")).body.error).toContain('"match[]"');
    expect((await get("/series?match[]={a=")).body.error).toMatch(/"match\[\]": 1:\d+: parse error/);
  });

  test("is understood by promtool", async () => {
    test.skip(!existsSync(PROMTOOL), "promtool is not installed here (Debian: apt-get install prometheus)");
    const promtool = async (...args: string[]) =>
      (await promisify(execFile)(PROMTOOL, ["query", ...args])).stdout;
    const nowS = Math.floor(Date.now() / 1000);
    expect(await promtool("instant", running.url, "node_load1 * 0")).toContain('job="node"} => 0 @[');
    const bounds = [`--start=${nowS - 3}`, `--end=${nowS}`, "--step=1s"];
    expect(await promtool("range", ...bounds, running.url, "vector(3)")).toContain(`3 @[${nowS}]`);
    expect(await promtool("series", "--match=node_load1", running.url)).toContain('job="node"');
    expect(await promtool("labels", running.url, "job")).toContain("node");
  });
});
