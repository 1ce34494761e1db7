import type { ChannelTest } from "@mission-control/contracts";
import { Check, Send, X } from "lucide-react";
import { useState } from "react";
import { useChange } from "../data/use-change.ts";
import { useChannels } from "../data/use-channels.ts";
import { countOf } from "../format/text.ts";
import type { RuleForm } from "./use-rule-form.ts";

/** What a channel answered to a test. */
interface Told {
  readonly name: string;
  readonly ok: boolean;
  readonly words: string;
}

/** What can be done with the form, below it: a test of its channels, saving, leaving. */
export function RuleBar(props: {
  form: RuleForm;
  isNew: boolean;
  onCancel: () => void;
  onSaveOver: () => void;
}) {
  const { form, isNew, onCancel, onSaveOver } = props;
  const { state, draft, isChanged } = form;
  const slugs = [...new Set([...draft.channels, ...draft.escalate.flatMap(({ channels }) => channels)])];
  return (
    <footer className="rule-bar">
      <ChannelTests slugs={slugs} />
      <span className="grow" />
      <p
        className="rule-said"
        role="status"
        data-testid="rule-note"
        data-bad={"message" in state || undefined}
      >
        {state.phase === "saved"
          ? ["Saved.", ...state.warnings].join(" ")
          : "message" in state
            ? state.message
            : isChanged && !isNew
              ? "Changed, not saved"
              : ""}
      </p>
      {state.phase === "meanwhile" && (
        <>
          <button type="button" className="button" onClick={() => void form.takeTheirs()}>
            Take theirs
          </button>
          <button type="button" className="button" onClick={onSaveOver}>
            Save over theirs
          </button>
        </>
      )}
      <button type="button" className="button" onClick={onCancel}>
        {isChanged || isNew ? "Cancel" : "Back"}
      </button>
      <button
        type="submit"
        form="rule-form"
        className="button primary rule-save"
        disabled={state.phase === "saving"}
      >
        {state.phase === "saving" ? "Saving…" : "Save rule"}
      </button>
    </footer>
  );
}

/** Sends a test to each of the channels, and tells what each answered. */
function ChannelTests({ slugs }: { slugs: readonly string[] }) {
  const change = useChange();
  const channels = useChannels().data ?? [];
  const [told, setTold] = useState<readonly Told[] | "sending">();
  const nameOf = (slug: string) => channels.find((channel) => channel.slug === slug)?.name ?? slug;
  const send = async () => {
    setTold("sending");
    const answers = slugs.map(async (slug): Promise<Told> => {
      const outcome = await change<ChannelTest>("POST", `/api/channels/${encodeURIComponent(slug)}/test`);
      return outcome.ok
        ? { name: nameOf(slug), ok: outcome.value.ok, words: outcome.value.words }
        : { name: nameOf(slug), ok: false, words: outcome.failure.message };
    });
    setTold(await Promise.all(answers));
  };
  const isSending = told === "sending";
  return (
    <div className="rule-tests">
      <button
        type="button"
        className="button"
        disabled={slugs.length === 0 || isSending}
        title={slugs.length === 0 ? "Choose whom it tells first" : undefined}
        onClick={() => void send()}
      >
        <Send size={14} aria-hidden />
        {isSending
          ? "Sending…"
          : slugs.length === 0
            ? "Send a test"
            : `Send a test to ${countOf(slugs.length, "channel")}`}
      </button>
      <div role="status">
        {Array.isArray(told) && (
          <div className="rule-told" data-testid="test-answers">
            <ul>
              {told.map(({ name, ok, words }) => (
                <li key={name}>
                  {ok ? (
                    <Check size={14} className="rule-told-mark ok" aria-hidden />
                  ) : (
                    <X size={14} className="rule-told-mark" aria-hidden />
                  )}
                  <span>
                    <b>{name}</b> {ok ? "took it" : "did not take it"}: {words}
                  </span>
                </li>
              ))}
            </ul>
            <button
              type="button"
              className="icon-button"
              aria-label="Close"
              onClick={() => setTold(undefined)}
            >
              <X size={14} aria-hidden />
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
