import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadSettings, SettingsError } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "mission-control-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withFile(text: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(folder, "mission-control.yaml");
  writeFileSync(file, text);
  return () => loadSettings(env, file);
}

describe("settings", () => {
  it("all have a default", () => {
    expect(loadSettings({}, join(folder, "none.yaml"))).toMatchObject({
      host: "127.0.0.1",
      port: 4400,
      step: 5_000,
      retention: 35 * 86_400_000,
      statsd: { enabled: true, port: 8125 },
    });
  });

  it("come from the file, and the environment counts before it", () => {
    const read = withFile("port: 5000\nstatsd:\n  port: 9125\n  enabled: false\n", { PORT: "6000" });
    expect(read()).toMatchObject({ port: 6000, statsd: { port: 9125, enabled: false } });
    expect(withFile("statsd:\n  enabled: false\n", { STATSD_PORT: "1" })()).toMatchObject({
      statsd: { port: 1, enabled: false },
    });
    expect(withFile("syslog:\n  captures:\n    request: [user]\n", { SYSLOG_PORT: "2" })()).toMatchObject({
      syslog: { port: 2, enabled: true, captures: { request: ["user"], response: ["version", "cache"] } },
    });
  });

  it("name a wrong key and the nearest right one", () => {
    expect(withFile("retenton: 3d\n")).toThrow(/retenton: no such setting; did you mean "retention"\?/);
    expect(withFile("statsd:\n  prot: 1\n")).toThrow(/statsd\.prot: no such setting; did you mean "port"\?/);
  });

  it("have a folder of views: the one that is named, else one called views beside them", () => {
    const read = withFile("");
    expect(read().views.folder).toBeUndefined();
    mkdirSync(join(folder, "views"));
    expect(read().views.folder).toBe(join(folder, "views"));
    expect(withFile("views:\n  folder: walls\n")().views.folder).toBe(join(folder, "walls"));
    expect(withFile("", { MISSION_CONTROL_VIEWS: "/srv/walls" })().views.folder).toBe("/srv/walls");
    expect(withFile("views:\n  foldr: walls\n")).toThrow(
      /views\.foldr: no such setting; did you mean "folder"/,
    );
  });

  it("hold the key of secrets and where requests may go, from the file or the environment", () => {
    expect(withFile("outgoing:\n  allow: [10.0.0.0/8, hooks.internal]\n")().outgoing.allow).toEqual([
      "10.0.0.0/8",
      "hooks.internal",
    ]);
    const env = {
      MISSION_CONTROL_KEY: "a long enough key",
      MISSION_CONTROL_OUTGOING_ALLOW: "10.0.0.0/8, hooks.internal:8080,",
    };
    expect(withFile("alerts:\n  key: the key of the file\n", env)()).toMatchObject({
      alerts: { key: "a long enough key" },
      outgoing: { allow: ["10.0.0.0/8", "hooks.internal:8080"] },
    });
    expect(withFile("alerts:\n  key: short\n")).toThrow(/alerts\.key .*16 characters at least/);
    expect(withFile("outgoing:\n  alow: [x]\n")).toThrow(
      /outgoing\.alow: no such setting; did you mean "allow"/,
    );
  });

  it("name another store by the environment alone, and say what is wrong with one of the file", () => {
    const none = join(folder, "none.yaml");
    const url = "http://127.0.0.1:9090";
    expect(loadSettings({ MISSION_CONTROL_SERIES_URL: url }, none).series.stores).toMatchObject([
      { name: "main", url, default: true, write: true },
    ]);
    expect(() => loadSettings({ MISSION_CONTROL_SERIES_URL: "9090" }, none)).toThrow(
      /series\.url \(MISSION_CONTROL_SERIES_URL\): an address such as/,
    );
    const wrong = `series:\n  stores:\n    - name: main\n      url: ${url}\n      bearertoken: s3cret-word\n`;
    expect(withFile(wrong)).toThrow(
      /series\.stores\.0\.bearertoken: no such setting; did you mean "bearerToken"\?$/,
    );
  });

  it("name the environment's variable where its value is wrong", () => {
    expect(() => loadSettings({ PORT: "banana" }, join(folder, "none.yaml"))).toThrow(/port \(PORT\)/);
    expect(() => loadSettings({ MISSION_CONTROL_STEP: "fast" }, join(folder, "none.yaml"))).toThrow(
      SettingsError,
    );
  });

  it("refuse a file that is no mapping, by its name", () => {
    expect(withFile("- a\n- b\n")).toThrow(/mission-control\.yaml is not a YAML mapping/);
    expect(withFile("a: [\n")).toThrow(/mission-control\.yaml/);
  });
});
