import { type AcknowledgedMany, type Alert, limits } from "@mission-control/contracts";
import { useState } from "react";
import { useChange } from "../data/use-change.ts";
import { countOf } from "../format/text.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { TextRow } from "../forms/fields.tsx";
import { ownName, rememberOwnName } from "../views/own-name.ts";
import { Fault } from "./Fault.tsx";
import { useTouched } from "./use-touched.ts";

/** Says that somebody has these alerts: nobody is reminded of them, or told higher up, until they are over. */
export function AcknowledgeDialog({ alerts, onClose }: { alerts: readonly Alert[]; onClose: () => void }) {
  const [by, setBy] = useState(ownName);
  const [note, setNote] = useState("");
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isTouched = useTouched([by, note]);
  const change = useChange();
  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    rememberOwnName(by.trim());
    const body = { by: by.trim().slice(0, limits.nameLength), note: note.trim() };
    const ids = alerts.map(({ id }) => id);
    let left = 0;
    for (let from = 0; from < ids.length; from += limits.alertsPerAcknowledgement) {
      const some = ids.slice(from, from + limits.alertsPerAcknowledgement);
      const outcome = await change<AcknowledgedMany>("POST", "/api/alerts/acknowledge", {
        alerts: some,
        ...body,
      });
      if (!outcome.ok) {
        setBusy(false);
        return setFault(outcome.failure.message);
      }
      left += outcome.value.left;
    }
    setBusy(false);
    if (left === 0) return onClose();
    setFault(`${countOf(left, "alert")} could not be acknowledged: only what fires can be.`);
  };
  const what = alerts.length === 1 ? alerts[0]!.title : countOf(alerts.length, "alert");
  return (
    <FormDialog
      title={`Acknowledge ${what}`}
      done="Acknowledge"
      onDone={() => void submit()}
      onClose={onClose}
      isTouched={isTouched}
    >
      <p className="aside-words">
        You have it: nobody is reminded of it, and nobody else is called, until it is over. When it is, they
        are told as always.
      </p>
      <TextRow label="Your name" value={by} onChange={setBy} hint="It stands beside the alert" />
      <TextRow
        label="Note"
        value={note}
        onChange={setNote}
        lines={2}
        placeholder="What you are doing about it"
      />
      <Fault words={fault} />
    </FormDialog>
  );
}
