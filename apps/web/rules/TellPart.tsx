import type { Channel } from "@mission-control/contracts";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import { useChannels } from "../data/use-channels.ts";
import { later } from "../later/later.ts";
import { ChoiceField, Fault, MeasureField, Sentence } from "./fields.tsx";
import { measureOf } from "./measure.ts";
import type { PartProps } from "./part-props.ts";

const ChannelDialog = later(async () => (await import("../alerts/ChannelDialog.tsx")).ChannelDialog);

/** How a channel is doing: a word for its colour. */
const states: Readonly<Record<Channel["health"]["state"], { tone: string; words: string }>> = {
  ok: { tone: "ok", words: "works" },
  unused: { tone: "none", words: "not used yet" },
  retrying: { tone: "warn", words: "tries again" },
  failing: { tone: "bad", words: "fails" },
  disabled: { tone: "bad", words: "switched off" },
};

/** Whom it tells, and when. `labels` are those that its alerts have. */
export function TellPart({ draft, change, labels }: PartProps & { labels: readonly string[] }) {
  const { data: channels, error } = useChannels();
  const [isAdding, setAdding] = useState(false);
  const names = [...new Set(["rule", ...labels, ...draft.groupBy])];
  const toggled = (name: string) =>
    draft.groupBy.includes(name) ? draft.groupBy.filter((each) => each !== name) : [...draft.groupBy, name];
  return (
    <>
      <ChannelPills
        label="Channels"
        channels={channels}
        chosen={draft.channels}
        onChange={(chosen) => change({ channels: chosen })}
        onAdd={() => setAdding(true)}
      />
      {isAdding && (
        <Opened onClose={() => setAdding(false)}>
          <ChannelDialog
            channel={undefined}
            channels={channels ?? []}
            onClose={() => setAdding(false)}
            onKept={(slug) => change({ channels: [...draft.channels, slug] })}
          />
        </Opened>
      )}
      <Fault path="tell.channels" />
      {error !== null && (
        <small className="rule-fault" role="alert">
          Which channels there are cannot be said now: {error.message}
        </small>
      )}
      {channels !== undefined && draft.channels.length === 0 && (
        <p className="rule-note">
          {channels.length === 0
            ? "There is no channel yet: its alerts are shown here and on the wall, and nobody is told."
            : "Nobody is told: its alerts are only shown here and on the wall."}
        </p>
      )}
      <Sentence label="Grouping">
        <span>Grouped by</span>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className="rule-toggle"
            aria-pressed={draft.groupBy.includes(name)}
            onClick={() => change({ groupBy: toggled(name) })}
          >
            {name}
          </button>
        ))}
        <Fault path="tell.groupBy" />
        <span>first message after</span>
        <MeasureField
          label="First message after"
          path="tell.waitMs"
          of="length"
          value={draft.wait}
          onChange={(wait) => change({ wait })}
        />
        <span>then at most every</span>
        <MeasureField
          label="Next message after"
          path="tell.intervalMs"
          of="length"
          value={draft.interval}
          onChange={(interval) => change({ interval })}
        />
        <span>and again every</span>
        <MeasureField
          label="Repeated every"
          path="tell.repeatMs"
          of="length"
          value={draft.repeat}
          onChange={(repeat) => change({ repeat })}
        />
        <span>until acknowledged. Its end</span>
        <ChoiceField
          label="Tell its end"
          quiet
          value={draft.resolved ? "yes" : "no"}
          options={[
            { id: "yes", label: "is told, too" },
            { id: "no", label: "is not told" },
          ]}
          onChange={(told) => change({ resolved: told === "yes" })}
        />
      </Sentence>
      {draft.escalate.map((step, i) => {
        const set = (by: Partial<typeof step>) =>
          change({ escalate: draft.escalate.map((each, at) => (at === i ? { ...each, ...by } : each)) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is the one in its place
          <Sentence key={i} label={`Escalation ${i + 1}`}>
            <span>Unacknowledged after</span>
            <MeasureField
              label={`Escalation ${i + 1} after`}
              path={`tell.escalate.${i}.afterMs`}
              of="length"
              value={step.after}
              onChange={(after) => set({ after })}
            />
            <span>also tell</span>
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove escalation ${i + 1}`}
              onClick={() => change({ escalate: draft.escalate.filter((_step, at) => at !== i) })}
            >
              <X size={13} aria-hidden />
            </button>
            <ChannelPills
              label={`Channels of escalation ${i + 1}`}
              channels={channels}
              chosen={step.channels}
              onChange={(chosen) => set({ channels: chosen })}
            />
            <Fault path={`tell.escalate.${i}.channels`} />
          </Sentence>
        );
      })}
      {draft.escalate.length < 5 && (channels?.length ?? 0) > 0 && (
        <button
          type="button"
          className="rule-add"
          onClick={() =>
            change({
              escalate: [
                ...draft.escalate,
                { after: measureOf(15 * 60_000 * (draft.escalate.length + 1), "length"), channels: [] },
              ],
            })
          }
        >
          <Plus size={13} aria-hidden /> Escalate when nobody acknowledges
        </button>
      )}
    </>
  );
}

/** A pill for each channel, its colour how it is doing. What is chosen and not there any more stays, and says so. */
function ChannelPills(props: {
  label: string;
  channels: readonly Channel[] | undefined;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  /** Makes another one. */
  onAdd?: () => void;
}) {
  const { label, channels = [], chosen, onChange, onAdd } = props;
  const gone = chosen.filter((slug) => !channels.some((channel) => channel.slug === slug));
  const toggle = (slug: string) =>
    onChange(chosen.includes(slug) ? chosen.filter((each) => each !== slug) : [...chosen, slug]);
  return (
    <fieldset className="rule-channels">
      <legend className="sr-only">{label}</legend>
      {channels.map(({ slug, name, enabled, leadsTo, health }) => {
        const { tone, words } = enabled ? states[health.state] : states.disabled;
        return (
          <button
            key={slug}
            type="button"
            className="rule-channel"
            aria-pressed={chosen.includes(slug)}
            title={`${leadsTo}: ${health.words || words}`}
            onClick={() => toggle(slug)}
          >
            <i data-tone={tone} aria-hidden />
            {name}
            {tone !== "ok" && tone !== "none" ? (
              <small>{words}</small>
            ) : (
              <span className="sr-only">, {words}</span>
            )}
          </button>
        );
      })}
      {gone.map((slug) => (
        <button key={slug} type="button" className="rule-channel" aria-pressed onClick={() => toggle(slug)}>
          <i data-tone="bad" aria-hidden />
          {slug} <small>{props.channels === undefined ? "" : "is not there"}</small>
        </button>
      ))}
      {onAdd !== undefined && (
        <button type="button" className="rule-channel add" onClick={onAdd}>
          <Plus size={13} aria-hidden /> channel
        </button>
      )}
    </fieldset>
  );
}
