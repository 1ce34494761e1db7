import { describe, expect, test } from "vitest";
import { settingsSchema } from "./settings.ts";

const messageOf = (settings: unknown) => {
  const issue = settingsSchema.safeParse(settings).error?.issues[0];
  return issue && `${issue.path.join(".")}: ${issue.message}`;
};

describe("settings", () => {
  test("all have a default, which no wall outside this machine can reach", () => {
    expect(settingsSchema.parse({})).toEqual({
      host: "127.0.0.1",
      port: 4400,
      allowedHosts: [],
      dataDir: "./data",
      step: 5_000,
      grace: 500,
      recent: 3 * 3_600_000,
      retention: 35 * 86_400_000,
      requestRetention: 3 * 86_400_000,
      spoolMegabytes: 512,
      maxSeries: 200_000,
      statsd: {
        enabled: true,
        port: 8125,
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      },
      syslog: {
        enabled: true,
        port: 5514,
        captures: { request: ["user_agent", "user", "country"], response: ["version", "cache"] },
      },
      series: { stores: [] },
      functions: [],
      meta: { rules: [], triggers: [] },
      views: {},
      alerts: { forgetSenders: 7 * 86_400_000 },
      outgoing: { allow: [] },
      probes: {},
      hostMetrics: { enabled: true },
      logLevel: "warn",
    });
  });

  test("keep the defaults beside what is given", () => {
    const settings = settingsSchema.parse({ step: "10s", statsd: { port: 0 } });
    expect(settings).toMatchObject({ step: 10_000, statsd: { port: 0, enabled: true }, port: 4400 });
  });

  test.each([
    ["500ms", 500],
    ["59s", 59_000],
    ["1m", 60_000],
    ["0s", 0],
  ])("read the duration %s", (grace, ms) => {
    expect(settingsSchema.parse({ grace }).grace).toBe(ms);
  });

  test("read a number from its digits, as the environment has it", () => {
    expect(settingsSchema.parse({ port: "80", maxSeries: "100" })).toMatchObject({
      port: 80,
      maxSeries: 100,
    });
  });

  test.each([
    [{ step: "5" }, 'step: a duration such as "5s", "3h" or "30d"'],
    [{ step: 5 }, 'step: a duration such as "5s", "3h" or "30d"'],
    [{ step: "1h30m" }, 'step: a duration such as "5s", "3h" or "30d"'],
    [{ step: "999ms" }, "step: between 1000 ms and 60000 ms"],
    [{ retention: "99999999999999999d" }, "retention: between 3600000 ms and 316224000000 ms"],
    [{ port: 65_536 }, "port: Too big: expected number to be <=65535"],
    [{ port: "eighty" }, "port: Invalid input: expected number, received string"],
    [{ statsd: { buckets: [0] } }, "statsd.buckets.0: Too small: expected number to be >0"],
    [{ portt: 1 }, ': Unrecognized key: "portt"'],
    [{ statsd: { prot: 1 } }, 'statsd: Unrecognized key: "prot"'],
  ])("refuse %j and say why", (settings, message) => {
    expect(messageOf(settings)).toBe(message);
  });

  test.each([null, "", " ", true, [], "1e3", "-1", "0x50"])(
    "take %j for no port, least of all for 0",
    (port) => {
      expect(messageOf({ port })).toMatch(/^port: /);
    },
  );
});
