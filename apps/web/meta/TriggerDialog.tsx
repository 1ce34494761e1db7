import { limits, type MetaEvents, type MetaTrigger, metaEventsText } from "@mission-control/contracts";
import { useState } from "react";
import { type Draft, saidIn } from "./about-draft.ts";
import { IconField, TextField } from "./fields.tsx";
import { MetaDialog } from "./MetaDialog.tsx";
import { useSaving } from "./use-saving.ts";

/** How events of a kind are shown, and what to do about them. A new one can say which events these are. */
export function TriggerDialog(props: { match: MetaEvents | undefined; onClose: () => void }) {
  const { match, onClose } = props;
  const isNew = match === undefined;
  const [typed, setTyped] = useState<Partial<Record<string, string>>>({ ...match });
  const events = saidIn(typed as Draft) as MetaEvents;
  const saving = useSaving({
    kind: "triggers",
    place: Object.keys(events).length === 0 ? undefined : metaEventsText(events),
    read: (draft) =>
      Object.keys(events).length === 0
        ? { fault: "Say which events: a type, words of the title, or a fingerprint." }
        : { kind: "triggers", entry: { match: events, about: saidIn(draft) as MetaTrigger["about"] } },
    onDone: onClose,
  });
  const { draft, set, known } = saving;
  const field = (name: keyof MetaEvents, label: string, placeholder: string) => (
    <TextField
      label={label}
      value={typed[name] ?? ""}
      onChange={(text) => setTyped({ ...typed, [name]: text })}
      placeholder={placeholder}
      max={limits.metaWordLength}
    />
  );
  return (
    <MetaDialog
      title="About these events"
      about={
        isNew ? (
          <>
            {field("title", "Words of the title", "flurry of mentions")}
            <div className="meta-pair">
              {field("type", "Type", "any type")}
              {field("fingerprint", "Fingerprint", "any fingerprint")}
            </div>
          </>
        ) : (
          <span>
            Events <EventsText match={match} />
          </span>
        )
      }
      saving={saving}
      fixed={known?.origin === "settings"}
      onClose={onClose}
    >
      <IconField value={draft.icon ?? ""} onChange={set("icon")} />
      <TextField
        label="Description"
        value={draft.description ?? ""}
        onChange={set("description")}
        placeholder="What it means when these come"
        max={limits.metaTextLength}
        lines={3}
      />
      <TextField
        label="Runbook"
        value={draft.runbook ?? ""}
        onChange={set("runbook")}
        placeholder="https://"
        hint="The address where it is written what to do"
        max={limits.metaTextLength}
      />
    </MetaDialog>
  );
}

/** Which events a trigger is about, in words. */
export function EventsText({ match }: { match: MetaEvents }) {
  const { type, title, fingerprint } = match;
  return (
    <span>
      {type !== undefined && (
        <>
          of type <code>{type}</code>{" "}
        </>
      )}
      {title !== undefined && <>with “{title}” in the title </>}
      {fingerprint !== undefined && (
        <>
          with the fingerprint <code>{fingerprint}</code>
        </>
      )}
    </span>
  );
}
