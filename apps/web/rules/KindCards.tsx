import type { RuleKind } from "@mission-control/contracts";
import {
  Bell,
  CalendarClock,
  ChartNoAxesCombined,
  Code,
  GitCompareArrows,
  type LucideIcon,
  Radar,
  ShieldAlert,
  Timer,
  Unplug,
  VolumeX,
} from "lucide-react";
import { Radio, RadioGroup } from "react-aria-components";
import { ruleKindNames, ruleKinds } from "../alerts/rule-kinds.ts";

const icons: Readonly<Record<RuleKind, LucideIcon>> = {
  threshold: ChartNoAxesCombined,
  quiet: VolumeX,
  senders: Unplug,
  events: Bell,
  slow: Timer,
  change: GitCompareArrows,
  forecast: CalendarClock,
  probe: Radar,
  certificate: ShieldAlert,
  promql: Code,
};

/** What a rule looks at: a card for each kind. */
export function KindCards({ value, onChange }: { value: RuleKind; onChange: (kind: RuleKind) => void }) {
  return (
    <RadioGroup
      className="rule-kinds"
      aria-label="When"
      value={value}
      onChange={(kind) => onChange(kind as RuleKind)}
    >
      {ruleKindNames.map((kind) => {
        const Icon = icons[kind];
        return (
          <Radio key={kind} value={kind} className="rule-kind">
            <Icon size={15} className="rule-kind-icon" aria-hidden />
            <b>{ruleKinds[kind].title}</b>
            <span>{ruleKinds[kind].about}</span>
          </Radio>
        );
      })}
    </RadioGroup>
  );
}
