import { type AlertMatcher, limits, type RawSilence } from "@mission-control/contracts";
import { useState } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { useServices } from "../data/services.ts";
import { useChange } from "../data/use-change.ts";
import { zoneName } from "../format/zone.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { TextRow } from "../forms/fields.tsx";
import { ownName, rememberOwnName } from "../views/own-name.ts";
import { Covered } from "./Covered.tsx";
import { Fault } from "./Fault.tsx";
import { rowFaults } from "./faults-at.ts";
import { MatcherRows, saidMatchers } from "./MatcherRows.tsx";
import { fieldMoment, fieldText, silenceTimes } from "./silence-times.ts";
import { TimeRow } from "./TimeRow.tsx";
import { useSubmit } from "./use-submit.ts";
import { useTouched } from "./use-touched.ts";

const fields = ["matchers", "fromMs", "toMs", "reason", "by"];

/** A silence: for which alerts, for how long and why. What it would keep quiet now is shown below. */
export function SilenceDialog(props: { matchers: readonly AlertMatcher[]; onClose: () => void }) {
  const { onClose } = props;
  const { link } = useServices();
  const change = useChange();
  const [matchers, setMatchers] = useState(props.matchers);
  const [length, setLength] = useState<string>("1h");
  const [from, setFrom] = useState(() => fieldText(link.nowMs()));
  const [to, setTo] = useState(() => fieldText(link.nowMs() + 2 * 3_600_000));
  const [reason, setReason] = useState("");
  const [by, setBy] = useState(ownName);
  const isTouched = useTouched([matchers, length, from, to, reason, by]);
  const { isBusy, faults, refuse, submit } = useSubmit(fields, onClose);
  const said = saidMatchers(matchers);

  const times = (): { fromMs: number; toMs: number } | undefined => {
    const nowMs = link.nowMs();
    const offered = silenceTimes.find(({ id }) => id === length);
    if (offered !== undefined) return { fromMs: nowMs, toMs: offered.endMs(nowMs) };
    const [fromMs, toMs] = [fieldMoment(from), fieldMoment(to)];
    if (fromMs === undefined) refuse("fromMs", "Say when it begins.");
    else if (toMs === undefined) refuse("toMs", "Say when it ends.");
    return fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs };
  };
  const done = () => {
    const time = times();
    if (time === undefined) return;
    rememberOwnName(by.trim());
    const body: RawSilence = {
      matchers: said.map(({ label, ...rest }) => ({ label: label.trim(), ...rest })),
      fromMs: Math.round(time.fromMs),
      toMs: Math.round(time.toMs),
      reason,
      by: by.trim().slice(0, limits.nameLength),
    };
    void submit(() => change("POST", "/api/silences", body));
  };
  return (
    <FormDialog
      title="Silence alerts"
      done={isBusy ? "Keeping it…" : "Silence"}
      onDone={done}
      onClose={onClose}
      isTouched={isTouched}
    >
      <RadioGroup className="length-choice" aria-label="For how long" value={length} onChange={setLength}>
        {[...silenceTimes, { id: "other", label: "Other" }].map(({ id, label }) => (
          <Radio key={id} value={id} className="length-option">
            {label}
          </Radio>
        ))}
      </RadioGroup>
      {length === "other" && (
        <div className="arrange-columns">
          <TimeRow
            label="From"
            value={from}
            onChange={setFrom}
            hint={zoneName()}
            fault={faults.at.get("fromMs")}
          />
          <TimeRow label="To" value={to} onChange={setTo} hint={zoneName()} fault={faults.at.get("toMs")} />
        </div>
      )}
      <TextRow
        label="Why"
        value={reason}
        onChange={setReason}
        fault={faults.at.get("reason")}
        hint="It stands beside each alert that it keeps quiet"
      />
      <MatcherRows
        legend="Alerts that pass all of these"
        matchers={matchers}
        onChange={setMatchers}
        faults={rowFaults(faults.at, "matchers")}
      />
      <Covered matchers={said} />
      <TextRow label="Your name" value={by} onChange={setBy} hint="Not needed" fault={faults.at.get("by")} />
      <Fault words={faults.words} />
    </FormDialog>
  );
}
