import { type Event, type RuleEvents, type Severity, severitySchema } from "@mission-control/contracts";

/** What comes by the thousand, and what rules make themselves: only who names the type means it. */
const ONLY_BY_NAME: ReadonlySet<string> = new Set(["request", "alert"]);

/** Whether an event is one that a rule counts: the same for what is live and for a replay. A severity means that one and graver ones. */
export function eventFits(events: RuleEvents): (event: Event) => boolean {
  const { service, host, fingerprint, severity } = events;
  const types = new Set(events.types);
  const words = events.search.toLowerCase();
  const least = severity === undefined ? 0 : rankOf(severity);
  return (event) =>
    (types.size === 0 ? !ONLY_BY_NAME.has(event.type) : types.has(event.type)) &&
    (service === "" || event.service === service) &&
    (host === "" || event.host === host) &&
    (fingerprint === "" || event.fingerprint === fingerprint) &&
    (least === 0 || rankOf(event.severity) >= least) &&
    (words === "" || event.title.toLowerCase().includes(words));
}

const rankOf = (severity: Severity): number => severitySchema.options.indexOf(severity);
