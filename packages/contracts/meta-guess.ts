import type { Direction, MetaAbout, MetaIcon } from "./meta.ts";
import type { Ramp, Unit } from "./unit.ts";

/** The units that metric names end in, as Prometheus' naming practice has them. */
const SUFFIXES: readonly (readonly [RegExp, Unit])[] = [
  [/_seconds(_total|_sum|_bucket)?$/, "seconds"],
  [/_bytes(_total|_sum|_bucket)?$/, "bytes"],
  [/_ratio$/, "ratio"],
  [/_celsius$/, "celsius"],
  [/_hertz$/, "hertz"],
  [/_total$/, "count"],
];

/** Units as metadata writes them. */
const TOLD: Readonly<Record<string, Unit>> = {
  seconds: "seconds",
  bytes: "bytes",
  ratio: "ratio",
  celsius: "celsius",
  hertz: "hertz",
};

/** The unit of a metric's values: as its metadata tells it, or else as its name ends. */
export function guessUnit(name: string, told = ""): Unit | undefined {
  if (Object.hasOwn(TOLD, told)) return TOLD[told];
  return SUFFIXES.find(([suffix]) => suffix.test(name))?.[1];
}

/** The unit of a rate of values in a unit. */
export function unitOfRate(unit: Unit | undefined): Unit {
  if (unit === "seconds") return "ratio";
  if (unit === "bytes" || unit === "bytes_per_second") return "bytes_per_second";
  return unit === undefined || unit === "none" || unit === "count" || unit === "per_second"
    ? "per_second"
    : "none";
}

const FAULTS =
  /(^|_)(err(or)?s?|fail(ed|ures?)?|faults?|drop(s|ped)?|refus(ed|als?)|reject(s|ed|ions?)?|exceptions?|timeouts?|retr(y|ies)|lost|panics?|5xx)(_|$)/i;
const WAITS = /(^|_)(latency|duration|lag|delay|wait(s|ing)?|queued?|backlog|pending)(_|$)/i;
const ROOM = /(^|_)(free|available|avail|remaining|idle|success|succeeded|up|hits?_ratio|uptime)(_|$)/i;
const TRAFFIC = /(^|_)(requests?|messages?|events?|bytes|packets|visits?|sessions?)(_|$)/i;

/** Whether more of it is bad, as its name tells. */
export function guessDirection(name: string): Direction | undefined {
  if (FAULTS.test(name) || WAITS.test(name)) return "up-is-bad";
  if (ROOM.test(name)) return "up-is-good";
  return TRAFFIC.test(name) ? "neither" : undefined;
}

/** The colours a metric's name tells: faults are warm, times teal. */
export function guessRamp(name: string): Ramp | undefined {
  if (FAULTS.test(name)) return "warm";
  return /_seconds(_bucket)?$/.test(name) ? "teal" : undefined;
}

const ICONS: readonly (readonly [RegExp, MetaIcon])[] = [
  [FAULTS, "triangle-alert"],
  [/(^|_)cpu(_|$)/i, "cpu"],
  [/(^|_)(mem(ory)?|heap|rss|swap|resident)(_|$)/i, "memory-stick"],
  [/(^|_)(disk|filesystem|spool|storage)(_|$)/i, "hard-drive"],
  [/(^|_)(network|net|tcp|udp|sockets?|connections?)(_|$)/i, "network"],
  [/(^|_)(db|sql|database|postgres|mysql|redis)(_|$)/i, "database"],
  [WAITS, "timer"],
  [/(^|_)(http|requests?)(_|$)/i, "globe"],
  [/_celsius$/, "thermometer"],
  [/_seconds(_total)?$/, "clock"],
];

/** What a metric's name and its metadata tell of it. It is only ever shown where nobody said better. */
export function guessAbout(metric: { name: string; help?: string; unit?: string }): MetaAbout {
  const { name, help = "", unit: told } = metric;
  const guess = {
    name: guessName(name),
    unit: guessUnit(name, told),
    icon: ICONS.find(([names]) => names.test(name))?.[1],
    ramp: guessRamp(name),
    direction: guessDirection(name),
    description: help === "" ? undefined : help,
  };
  return Object.fromEntries(Object.entries(guess).filter(([, value]) => value !== undefined));
}

/** `http_request_duration_seconds` is called "http request duration". */
function guessName(name: string): string {
  const bare = name.replace(/_total$/, "").replace(/_(seconds|bytes|ratio|celsius|hertz)$/, "");
  return bare.replaceAll(/[_:]+/g, " ").trim() || name;
}
