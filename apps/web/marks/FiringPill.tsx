import { Link } from "@tanstack/react-router";
import { BellOff, BellRing, CircleCheck } from "lucide-react";
import { useMarks } from "./marks-context.ts";

/** How many alerts fire, or fired at `atMs`, and the way to them; nothing where there are no rules. */
export function FiringPill({ atMs }: { atMs: number | undefined }) {
  const marks = useMarks();
  if (marks === "unknown") {
    return (
      <span className="pill firing-pill" role="status">
        <BellOff size={13} className="text-warn" aria-hidden />
        <span>Alerts not known</span>
      </span>
    );
  }
  if (marks === undefined || (marks.rules === 0 && marks.firing === 0)) return null;
  const isFiring = marks.firing > 0;
  return (
    <Link
      to="/alerts"
      search={atMs === undefined ? {} : { at: Math.round(atMs) }}
      className={isFiring ? "pill firing-pill fires" : "pill firing-pill"}
      data-testid="firing-pill"
      title={isFiring ? "The alerts that fire" : "No alert fires"}
    >
      {isFiring ? (
        <BellRing size={13} className="text-bad" aria-hidden />
      ) : (
        <CircleCheck size={13} className="text-ok" aria-hidden />
      )}
      <span>
        <b>{marks.firing}</b> firing
      </span>
    </Link>
  );
}
