import type { ProbeKind } from "@mission-control/contracts";
import { useId } from "react";

const kinds: readonly (readonly [kind: ProbeKind, name: string, about: string])[] = [
  ["http", "A page", "HTTP or HTTPS: status, text, certificate"],
  ["dns", "A name", "DNS: any record, of any resolver"],
  ["tcp", "A port", "TCP: whether something listens"],
];

/** What a probe checks. */
export function KindChoice({ value, onChange }: { value: ProbeKind; onChange: (kind: ProbeKind) => void }) {
  const group = useId();
  return (
    <fieldset className="probe-kinds">
      <legend>What it checks</legend>
      {kinds.map(([kind, name, about]) => (
        <label key={kind}>
          <input type="radio" name={group} checked={value === kind} onChange={() => onChange(kind)} />
          <b>{name}</b>
          <small>{about}</small>
        </label>
      ))}
    </fieldset>
  );
}
