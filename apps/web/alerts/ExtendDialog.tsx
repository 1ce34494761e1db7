import type { Silence } from "@mission-control/contracts";
import { useState } from "react";
import { useServices } from "../data/services.ts";
import { useChange } from "../data/use-change.ts";
import { zoneName } from "../format/zone.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { Fault } from "./Fault.tsx";
import { matchersText } from "./matchers-text.ts";
import { fieldMoment, fieldText, silenceTimes } from "./silence-times.ts";
import { TimeRow } from "./TimeRow.tsx";
import { useSubmit } from "./use-submit.ts";

/** Says until when a silence holds instead. */
export function ExtendDialog({ silence, onClose }: { silence: Silence; onClose: () => void }) {
  const { link } = useServices();
  const change = useChange();
  const [to, setTo] = useState(() => fieldText(silence.toMs + 3_600_000));
  const { faults, refuse, submit } = useSubmit(["toMs"], onClose);
  const done = () => {
    const toMs = fieldMoment(to);
    if (toMs === undefined) return refuse("toMs", "Say when it ends.");
    const { id, matchers, fromMs, reason, by } = silence;
    const body = { matchers, fromMs, toMs, reason, by };
    void submit(() => change("PUT", `/api/silences/${encodeURIComponent(id)}`, body));
  };
  return (
    <FormDialog title="Until when" done="Extend" onDone={done} onClose={onClose}>
      <p className="aside-words">
        “{silence.reason}” <code>{matchersText(silence.matchers)}</code>
      </p>
      <div className="row-acts">
        {silenceTimes.map(({ id, label, endMs }) => (
          <button
            key={id}
            type="button"
            className="button small"
            onClick={() => setTo(fieldText(endMs(Math.max(link.nowMs(), silence.toMs))))}
          >
            {id === "morning" ? label : `${label} more`}
          </button>
        ))}
      </div>
      <TimeRow label="Ends" value={to} onChange={setTo} hint={zoneName()} fault={faults.at.get("toMs")} />
      <Fault words={faults.words} />
    </FormDialog>
  );
}
