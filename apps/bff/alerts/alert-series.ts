import type { Alert } from "@mission-control/contracts";
import { type Labels, labelsOf, METRIC_NAME, type SamplesBuilder } from "@mission-control/series";

interface Written {
  readonly of: Alert;
  readonly state: "pending" | "firing";
  readonly alerts: Labels;
  readonly forState: Labels;
}

/**
 * Alerts as the series that Prometheus makes of them: `ALERTS{alertname,alertstate,severity,…}` is 1, and `ALERTS_FOR_STATE` since
 * when, in seconds. An ended one is 0 once, as nothing else would end it before the look-back does.
 */
export function createAlertSeries() {
  const written = new Map<string, Written>();

  function entryOf(alert: Alert, state: Written["state"]): Written {
    const pairs = Object.entries(alert.labels).filter(([name]) => name !== METRIC_NAME);
    const own = [...pairs, ["alertname", alert.ruleName], ["severity", alert.severity]] as [string, string][];
    return {
      of: alert,
      state,
      alerts: labelsOf([...own, ["alertstate", state], [METRIC_NAME, "ALERTS"]]),
      forState: labelsOf([...own, [METRIC_NAME, "ALERTS_FOR_STATE"]]),
    };
  }

  return {
    /** Writes how these alerts, which are all that are not normal, stand at `timeMs`. */
    write(alerts: ReadonlyMap<string, Alert>, timeMs: number, into: SamplesBuilder): void {
      for (const [id, entry] of written) {
        const now = alerts.get(id);
        if (now !== undefined && stateOf(now) === entry.state && isNamedAlike(now, entry.of)) continue;
        into.add(into.ref(entry.alerts), timeMs, 0);
        written.delete(id);
      }
      for (const alert of alerts.values()) {
        const state = stateOf(alert);
        if (state === undefined) continue;
        let entry = written.get(alert.id);
        if (entry === undefined) {
          entry = entryOf(alert, state);
          written.set(alert.id, entry);
        }
        into.add(into.ref(entry.alerts), timeMs, 1);
        into.add(into.ref(entry.forState), timeMs, (alert.firingMs ?? alert.sinceMs) / 1_000);
      }
    },
  };
}

/** Whether the series of both have the same names: a rule may have been renamed meanwhile. */
function isNamedAlike(a: Alert, b: Alert): boolean {
  if (a.ruleName !== b.ruleName || a.severity !== b.severity) return false;
  if (a.labels === b.labels) return true;
  const names = Object.keys(a.labels);
  if (names.length !== Object.keys(b.labels).length) return false;
  return names.every((name) => a.labels[name] === b.labels[name]);
}

/** What Prometheus would call it: it knows two states, and what recovers still fires. */
function stateOf(alert: Alert | undefined): Written["state"] | undefined {
  if (alert?.state === "pending") return "pending";
  return alert?.state === "firing" || alert?.state === "recovering" ? "firing" : undefined;
}
