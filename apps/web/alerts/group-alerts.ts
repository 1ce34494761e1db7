import type { Alert } from "@mission-control/contracts";
import { isFiring } from "../data/use-alerts.ts";
import { compareText } from "../format/text.ts";
import { grouped } from "./grouped.ts";

/** The gravest first. */
export const severities = ["critical", "error", "warning", "info"] as const;

/** Alerts of one service; "" where they have none. */
export interface ServiceAlerts {
  readonly service: string;
  readonly alerts: readonly Alert[];
}

/** Alerts of one severity, by service. */
export interface SeverityAlerts {
  readonly severity: Alert["severity"];
  readonly count: number;
  readonly services: readonly ServiceAlerts[];
}

/** How the page of what fires lists alerts: each stands in one place. */
export interface GroupedAlerts {
  /** What fires, the gravest first. */
  readonly firing: readonly SeverityAlerts[];
  /** What is not known to be well: no data, or an evaluation that fails. */
  readonly unknown: readonly Alert[];
  /** What will fire if it stays as it is. */
  readonly pending: readonly Alert[];
}

/** See GroupedAlerts. Within its place the newest alert stands first. */
export function groupAlerts(alerts: readonly Alert[]): GroupedAlerts {
  const sorted = [...alerts].sort(
    (a, b) => startOf(b) - startOf(a) || compareText(a.title, b.title) || (a.id < b.id ? -1 : 1),
  );
  const firing = sorted.filter(isFiring);
  return {
    firing: severities.flatMap((severity) => {
      const of = firing.filter((alert) => alert.severity === severity);
      return of.length === 0 ? [] : [{ severity, count: of.length, services: byService(of) }];
    }),
    unknown: sorted.filter(({ state }) => state === "no-data" || state === "error"),
    pending: sorted.filter(({ state }) => state === "pending"),
  };
}

/** Since when an alert is as it is shown: what recovers fires since before. */
export const startOf = ({ state, firingMs, sinceMs }: Alert): number =>
  state === "recovering" || state === "firing" ? (firingMs ?? sinceMs) : sinceMs;

function byService(alerts: readonly Alert[]): ServiceAlerts[] {
  const services = grouped(alerts, ({ labels }) => labels.service ?? "");
  return [...services]
    .map(([service, of]) => ({ service, alerts: of }))
    .sort((a, b) => Number(a.service === "") - Number(b.service === "") || compareText(a.service, b.service));
}
