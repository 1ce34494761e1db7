import type { CustomFunction, Reject } from "@mission-control/contracts";
import { durationMs } from "./duration.ts";

/** What of a function contradicts itself: its parameters, their defaults, and what its look-back names. Its code is not read. */
export function faultsOf({ kind, per, parameters, lookback, shift }: CustomFunction): Reject[] {
  const faults: Reject[] = [];
  const fault = (path: string, message: string) => void faults.push({ code: "custom", path, message });
  let optional: string | undefined;
  for (const [i, { name, type, default: given }] of parameters.entries()) {
    const at = `parameters.${i}`;
    if (parameters.findIndex((other) => other.name === name) < i)
      fault(`${at}.name`, `another parameter is called "${name}"`);
    if (given === undefined) {
      if (optional !== undefined) fault(at, `"${name}" needs a default, as "${optional}" before it has one`);
      continue;
    }
    optional ??= name;
    if (type === "query") fault(`${at}.default`, "a query has no default: each call says it");
    if (type === "number" && typeof given !== "number") fault(`${at}.default`, "the default is a number");
    if (type === "duration" && Number.isNaN(durationMs(String(given))))
      fault(`${at}.default`, 'the default is a duration such as "5m"');
  }
  for (const [path, text] of [
    ["lookback", lookback],
    ["shift", shift],
  ] as const) {
    const named = parameters.find(({ name }) => name === text);
    if (named?.type === "duration" || !Number.isNaN(durationMs(text))) continue;
    fault(path, `"${text}" is no duration, and no parameter that is one`);
  }
  if (kind === "map" && per === "series")
    fault("per", "a map is called for each value: only an aggregate says per");
  return faults;
}
