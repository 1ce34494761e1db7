import { dayCurve } from "./day-curve.ts";

/** Below this share of the rate somebody who starts the demo would wonder where the load is. */
const FAR_BELOW = 0.5;

/** How much load there is now, in words: `about 6 requests/s now, 40 at the busiest time of day (--steady has so many at any time)`. */
export function loadInWords({ rate, isSteady }: { rate: number; isSteady: boolean }, nowMs: number): string {
  if (isSteady) return `${rate} requests/s`;
  const share = Math.min(1, dayCurve(nowMs));
  const now = rate * share;
  const about = now < 10 ? Math.round(now * 10) / 10 : Math.round(now);
  const hint = share < FAR_BELOW ? " (--steady has so many at any time)" : "";
  return `about ${about} requests/s now, ${rate} at the busiest time of day${hint}`;
}
