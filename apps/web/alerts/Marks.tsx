import type { Alert, AlertState, RuleHealth } from "@mission-control/contracts";
import {
  BellOff,
  BellRing,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  Hourglass,
  Info,
  type LucideIcon,
  OctagonAlert,
  TriangleAlert,
  Undo2,
} from "lucide-react";

const severityIcons: Record<Alert["severity"], LucideIcon> = {
  critical: OctagonAlert,
  error: CircleAlert,
  warning: TriangleAlert,
  info: Info,
};

/** How grave it is: an icon and its word. */
export function SeverityMark({ severity }: { severity: Alert["severity"] }) {
  const Icon = severityIcons[severity];
  return (
    <span className="severity" data-severity={severity}>
      <Icon size={14} aria-hidden /> {severity}
    </span>
  );
}

const states: Record<AlertState | RuleHealth["state"], readonly [LucideIcon, string]> = {
  normal: [CircleCheck, "normal"],
  pending: [Hourglass, "pending"],
  firing: [BellRing, "firing"],
  recovering: [Undo2, "recovering"],
  "no-data": [CircleHelp, "no data"],
  error: [TriangleAlert, "not evaluated"],
  off: [BellOff, "off"],
  new: [CircleDashed, "new"],
};

/** The word for a state. */
export const stateWord = (state: keyof typeof states): string => states[state][1];

/** How an alert or a rule stands: an icon and its word. */
export function StateMark({ state, words }: { state: keyof typeof states; words?: string }) {
  const [Icon, word] = states[state];
  return (
    <span className="alert-state" data-state={state}>
      <Icon size={14} aria-hidden /> {words ?? word}
    </span>
  );
}
