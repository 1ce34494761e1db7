import type { EventToSend } from "./reports.ts";

const MOST_ATTRIBUTES = 60;
const MOST_TEXT = 4_000;
const MOST_NAME = 200;
/** What a line of pino says that has its own place in an event, or none. */
const OWN_PLACE = new Set(["level", "time", "msg", "pid", "hostname", "service"]);

type Attributes = NonNullable<EventToSend["attributes"]>;

/**
 * The event of a line that pino logged: type `log`, the message as title, the rest as attributes; an error's type, message and
 * stack as `err.type` and so on, deeper things as JSON. What is too long for an event is cut.
 */
export function eventOfLog(log: Readonly<Record<string, unknown>>): EventToSend {
  const given: [string, unknown][] = [];
  for (const [name, value] of Object.entries(log)) {
    if (OWN_PLACE.has(name)) continue;
    if (name === "err" && typeof value === "object" && value !== null) {
      for (const [part, said] of Object.entries(value)) given.push([`err.${part}`, said]);
    } else given.push([name, value]);
  }
  const attributes = given
    .filter(([name, value]) => name.trim() !== "" && value !== undefined)
    .slice(0, MOST_ATTRIBUTES)
    .map(([name, value]) => [name.slice(0, MOST_NAME), attributeOf(value)]);
  const { time, msg, hostname, service } = log;
  return {
    type: "log",
    severity: severityOf(log.level),
    attributes: Object.fromEntries(attributes) as Attributes,
    ...(typeof msg === "string" && msg !== "" ? { title: cut(msg) } : {}),
    ...(typeof time === "number" && Number.isInteger(time) && time >= 0 ? { time } : {}),
    ...(isName(hostname) ? { host: hostname.slice(0, MOST_NAME) } : {}),
    ...(isName(service) ? { service: service.slice(0, MOST_NAME) } : {}),
  };
}

function attributeOf(value: unknown): Attributes[string] {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  return cut(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

/** Pino's levels as numbers: 30 info, 40 warn, 50 error, 60 fatal. */
function severityOf(level: unknown): NonNullable<EventToSend["severity"]> {
  if (typeof level !== "number" || level < 40) return "info";
  if (level < 50) return "warning";
  return level < 60 ? "error" : "critical";
}

const cut = (text: string) => text.slice(0, MOST_TEXT);
const isName = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
