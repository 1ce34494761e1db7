import type { Clock } from "@mission-control/series";
import type { Telemetry } from "../company/telemetry.ts";

const DAY_MS = 86_400_000;
const WARN_DAYS = 15;
const GRAVE_DAYS = 3;

/** Tells of a certificate that ends in fewer than 15 days: once a day, and at once when another is shown. */
export function createCertificateWatch(options: {
  clock: Clock;
  telemetry: Pick<Telemetry, "event">;
  host: string;
}) {
  const { clock, telemetry, host } = options;
  let told = "";
  return {
    /** A certificate was seen that ends at `endMs`. */
    seen(endMs: number): void {
      const nowMs = clock.now();
      const left = (endMs - nowMs) / DAY_MS;
      const now = `${Math.floor(nowMs / DAY_MS)} ${endMs}`;
      if (left >= WARN_DAYS || now === told) return;
      told = now;
      const daysLeft = Math.round(left * 10) / 10;
      telemetry.event({
        type: "certificate",
        severity: left < GRAVE_DAYS ? "error" : "warning",
        service: "edge",
        title: titleOf(host, daysLeft),
        attributes: { days_left: daysLeft, host },
      });
    },
  };
}

function titleOf(host: string, daysLeft: number): string {
  if (daysLeft <= 0) return `The certificate of ${host} has expired`;
  return `The certificate of ${host} ends in ${daysLeft} ${daysLeft === 1 ? "day" : "days"}`;
}
