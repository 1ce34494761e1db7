import { BellOff, Hand, X } from "lucide-react";
import { countOf } from "../format/text.ts";
import type { AlertAct } from "./FiringPage.tsx";

/** What can be done with the alerts that are chosen. */
export function ChosenBar(props: {
  count: number;
  onAct: (kind: AlertAct["kind"]) => void;
  onClear: () => void;
}) {
  const { count, onAct, onClear } = props;
  return (
    <section className="chosen-bar" aria-label="Chosen alerts">
      <span role="status">{countOf(count, "alert")} chosen</span>
      <button type="button" className="button small" onClick={() => onAct("acknowledge")}>
        <Hand size={14} aria-hidden /> Acknowledge
      </button>
      <button type="button" className="button small" onClick={() => onAct("silence")}>
        <BellOff size={14} aria-hidden /> Silence
      </button>
      <button type="button" className="icon-button" aria-label="Choose none" onClick={onClear}>
        <X size={15} aria-hidden />
      </button>
    </section>
  );
}
