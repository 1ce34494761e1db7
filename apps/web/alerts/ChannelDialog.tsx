import type { Channel, ChannelKind } from "@mission-control/contracts";
import { useState } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { useChange } from "../data/use-change.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { SelectRow, TextRow } from "../forms/fields.tsx";
import { ChannelTest } from "./ChannelTest.tsx";
import { bodyOfChannel, type ChannelDraft, draftOfChannel, newChannel } from "./channel-form.ts";
import { type ChannelField, channelKindNames, channelKinds } from "./channel-kinds.ts";
import { Fault } from "./Fault.tsx";
import { nameFault, ontoHeaders, takenAtName } from "./keep-named.ts";
import { SecretRow } from "./SecretRow.tsx";
import { useSubmit } from "./use-submit.ts";
import { useTouched } from "./use-touched.ts";

/** A channel, new or changed: its kind, and what that has to know. */
export function ChannelDialog(props: {
  channel: Channel | undefined;
  channels: readonly Channel[];
  onClose: () => void;
  /** Hears where it stands once it is kept. */
  onKept?: (slug: string) => void;
}) {
  const { channel, channels, onClose, onKept } = props;
  const change = useChange();
  const [draft, setDraft] = useState<ChannelDraft>(() =>
    channel === undefined ? newChannel("smtp") : draftOfChannel(channel),
  );
  const isTouched = useTouched(draft);
  const { fields } = channelKinds[draft.kind];
  const { isBusy, faults, refuse, submit } = useSubmit(
    ["name", "slug", "fallback", ...fields.map(({ name }) => name)],
    () => {
      onKept?.(String(bodyOfChannel(draft).slug));
      onClose();
    },
  );
  const faultAt = (name: string) =>
    [...faults.at].find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
  const done = () => {
    const body = bodyOfChannel(draft);
    const fault = channel === undefined ? nameFault(draft.name) : undefined;
    if (fault !== undefined) return refuse("name", fault);
    const path = `/api/channels/${body.slug}`;
    void submit(async () =>
      channel === undefined
        ? takenAtName(await change("PUT", path, body, ontoHeaders(undefined)))
        : change("PUT", path, body),
    );
  };
  const others = channels.filter(({ slug }) => slug !== draft.slug);
  return (
    <FormDialog
      title={channel === undefined ? "New channel" : `Change ${channel.name}`}
      done={isBusy ? "Saving…" : "Save"}
      onDone={done}
      onClose={onClose}
      isTouched={isTouched}
    >
      {channel === undefined && (
        <RadioGroup
          className="channel-kinds"
          aria-label="Kind"
          value={draft.kind}
          onChange={(kind) => setDraft(newChannel(kind as ChannelKind, draft))}
        >
          {channelKindNames.map((kind) => {
            const { Icon, label } = channelKinds[kind];
            return (
              <Radio key={kind} value={kind} className="kind-choice">
                <Icon size={18} aria-hidden /> {label}
              </Radio>
            );
          })}
        </RadioGroup>
      )}
      <p className="aside-words">
        {channelKinds[draft.kind].label}: {channelKinds[draft.kind].about}
      </p>
      <TextRow
        label="Name"
        value={draft.name}
        onChange={(name) => setDraft({ ...draft, name })}
        placeholder="On call"
        fault={faultAt("name") ?? faultAt("slug")}
      />
      {fields.map((field) => (
        <Row
          key={`${draft.kind} ${field.name}`}
          field={field}
          isKept={channel?.secrets.includes(field.name) ?? false}
          value={draft.fields[field.name] ?? ""}
          onChange={(text) => setDraft({ ...draft, fields: { ...draft.fields, [field.name]: text } })}
          fault={faultAt(field.name)}
        />
      ))}
      {others.length > 0 && (
        <SelectRow
          label="Where it refuses for good, tell instead"
          value={draft.fallback}
          options={[
            { id: "", label: "nobody" },
            ...others.map(({ slug, name }) => ({ id: slug, label: name })),
          ]}
          onChange={(fallback) => setDraft({ ...draft, fallback })}
          hint={faultAt("fallback")}
        />
      )}
      <ChannelTest
        path="/api/channels/test"
        label="Send a test with what is typed"
        body={() => bodyOfChannel({ ...draft, name: draft.name.trim() === "" ? "Test" : draft.name })}
      />
      <Fault words={faults.words} />
    </FormDialog>
  );
}

function Row(props: {
  field: ChannelField;
  isKept: boolean;
  value: string;
  onChange: (text: string) => void;
  fault: string | undefined;
}) {
  const { field, isKept, value, onChange, fault } = props;
  const { label, as, hint, placeholder, options } = field;
  if (as === "secret")
    return (
      <SecretRow label={label} isKept={isKept} value={value} onChange={onChange} hint={hint} fault={fault} />
    );
  if (as === "choice")
    return (
      <SelectRow
        label={label}
        value={value}
        options={options ?? []}
        onChange={onChange}
        hint={fault ?? hint}
      />
    );
  return (
    <TextRow
      label={label}
      value={value}
      onChange={onChange}
      hint={hint}
      fault={fault}
      numeric={as === "number"}
      {...(placeholder !== undefined && { placeholder })}
    />
  );
}
