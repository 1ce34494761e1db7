import type { Alert } from "@mission-control/contracts";
import { type Labels, labelsOf, METRIC_NAME, type SamplesBuilder } from "@mission-control/series";

interface Written {
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
      state,
      alerts: labelsOf([...own, ["alertstate", state], [METRIC_NAME, "ALERTS"]]),
      forState: labelsOf([...own, [METRIC_NAME, "ALERTS_FOR_STATE"]]),
    };
  }

  return {
    /** Writes how these alerts, which are all that are not normal, stand at `timeMs`. */
    write(alerts: ReadonlyMap<string, Alert>, timeMs: number, into: SamplesBuilder): void {
      for (const [id, { alerts: labels }] of written) {
        if (stateOf(alerts.get(id)) === written.get(id)!.state) continue;
        into.add(into.ref(labels), timeMs, 0);
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

/** What Prometheus would call it: it knows two states, and what recovers still fires. */
function stateOf(alert: Alert | undefined): Written["state"] | undefined {
  if (alert?.state === "pending") return "pending";
  return alert?.state === "firing" || alert?.state === "recovering" ? "firing" : undefined;
}
