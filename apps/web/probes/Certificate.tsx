import { ShieldAlert, ShieldCheck } from "lucide-react";
import { exactTime } from "../format/time.ts";
import { certificateEnd } from "./probe-words.ts";

/** When a certificate ends, and whether that is soon. */
export function Certificate({ endsMs, nowMs }: { endsMs: number; nowMs: number }) {
  const { words, state } = certificateEnd(endsMs, nowMs);
  const Icon = state === "ok" ? ShieldCheck : ShieldAlert;
  return (
    <span className="probe-certificate" data-state={state} title={exactTime(endsMs)}>
      <Icon size={14} aria-hidden /> {words}
    </span>
  );
}
