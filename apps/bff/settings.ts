import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { nearestName, type Settings, seriesSettingNames, settingsSchema } from "@mission-control/contracts";
import { parse } from "yaml";
import { z } from "zod";

/** A setting that cannot be used, in words that say which and what to do. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** Where the environment overrides a setting: the variable and the path of the setting. */
const OVERRIDES: readonly (readonly [string, readonly string[]])[] = [
  ["HOST", ["host"]],
  ["PORT", ["port"]],
  ["STATSD_PORT", ["statsd", "port"]],
  ["SYSLOG_PORT", ["syslog", "port"]],
  ["MISSION_CONTROL_DATA", ["dataDir"]],
  ["MISSION_CONTROL_STEP", ["step"]],
  ["MISSION_CONTROL_RETENTION", ["retention"]],
  ["MISSION_CONTROL_VIEWS", ["views", "folder"]],
  ["MISSION_CONTROL_SERIES_URL", ["series", "url"]],
  ["MISSION_CONTROL_KEY", ["alerts", "key"]],
  ["MISSION_CONTROL_ADDRESS", ["alerts", "address"]],
  ["MISSION_CONTROL_OUTGOING_ALLOW", ["outgoing", "allow"]],
  ["MISSION_CONTROL_LOG_LEVEL", ["logLevel"]],
];

const KNOWN = new Set([
  ...Object.keys(settingsSchema.shape),
  ...Object.keys(settingsSchema.shape.statsd.unwrap().shape),
  ...Object.keys(settingsSchema.shape.syslog.unwrap().shape),
  ...Object.keys(settingsSchema.shape.syslog.unwrap().shape.captures.unwrap().shape),
  ...Object.keys(settingsSchema.shape.hostMetrics.unwrap().shape),
  ...Object.keys(settingsSchema.shape.views.unwrap().shape),
  ...Object.keys(settingsSchema.shape.alerts.unwrap().shape),
  ...Object.keys(settingsSchema.shape.outgoing.unwrap().shape),
  ...seriesSettingNames,
]);

/**
 * The settings of this process: the YAML file if there is one, then the environment over it, then the defaults.
 * @throws SettingsError naming each wrong key, the nearest right one, and what the value should be.
 */
export function loadSettings(
  env: NodeJS.ProcessEnv,
  file = env.MISSION_CONTROL_CONFIG ?? "mission-control.yaml",
): Settings {
  const given = new Map(Object.entries(readYaml(file)));
  for (const [variable, [first, second]] of OVERRIDES) {
    const value = env[variable];
    if (value === undefined || value === "" || first === undefined) continue;
    const section = given.get(first);
    if (second === undefined) given.set(first, value);
    else given.set(first, { ...(typeof section === "object" ? section : {}), [second]: value });
  }
  const parsed = settingsSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { ...parsed.data, views: { folder: viewFolderOf(parsed.data, file) } };
  throw new SettingsError(`These settings cannot be used:\n${parsed.error.issues.map(inWords).join("\n")}`);
}

/** The folder of views: the one that is named, from where the settings lie, else `views` beside them or where this runs. */
function viewFolderOf({ views: { folder } }: Settings, file: string): string | undefined {
  if (folder !== undefined) return resolve(dirname(file), folder);
  const places = existsSync(file) ? [dirname(file), "."] : ["."];
  return places
    .map((place) => resolve(place, "views"))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}

function readYaml(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    const read: unknown = parse(readFileSync(file, "utf8")) ?? {};
    return z.record(z.string(), z.unknown()).parse(read);
  } catch (cause) {
    throw new SettingsError(
      `${file} is not a YAML mapping of settings: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .map((key) => `  ${[...issue.path, key].join(".")}: no such setting${hint(key)}`)
      .join("\n");
  }
  const variable = OVERRIDES.find(([, path]) => path.join(".") === issue.path.join("."))?.[0];
  return `  ${issue.path.join(".")}${variable ? ` (${variable})` : ""}: ${issue.message}`;
}

function hint(key: string): string {
  const nearest = nearestName(key, KNOWN);
  return nearest === undefined ? `; there are ${[...KNOWN].join(", ")}` : `; did you mean "${nearest}"?`;
}
