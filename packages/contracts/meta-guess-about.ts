import type { Direction, MetaAbout, MetaIcon } from "./meta.ts";
import { FAULTS, guessRamp, guessUnit } from "./meta-guess.ts";

const WAITS = /(^|_)(latency|duration|lag|delay|wait(s|ing)?|queued?|backlog|pending)(_|$)/i;
const ROOM = /(^|_)(free|available|avail|remaining|idle|success|succeeded|up|hits?_ratio|uptime)(_|$)/i;
const TRAFFIC = /(^|_)(requests?|messages?|events?|bytes|packets|visits?|sessions?)(_|$)/i;

/** Whether more of it is bad, as its name tells. */
function guessDirection(name: string): Direction | undefined {
  if (FAULTS.test(name) || WAITS.test(name)) return "up-is-bad";
  if (ROOM.test(name)) return "up-is-good";
  return TRAFFIC.test(name) ? "neither" : undefined;
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
