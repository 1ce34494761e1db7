import { useBlocker, useLocation, useNavigate, useRouter } from "@tanstack/react-router";
import { Copy, Power, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import { later } from "../later/later.ts";
import { LeaveRuleDialog } from "./LeaveRuleDialog.tsx";
import "../style/arrange-forms.css";
import "../style/charts.css";
import "../style/rules.css";
import "../style/rule-preview.css";
import { TopBar } from "../chrome/TopBar.tsx";
import { placeOfCopy, placeOfRule } from "../data/place-of-rule.ts";
import type { ShownRule } from "../data/use-rule.ts";
import { exampleValues, levelFields, missingWords, noteOf } from "./editor-words.ts";
import { FaultsProvider } from "./fields.tsx";
import { focusFirstFault } from "./focus-fault.ts";
import { RuleBar } from "./RuleBar.tsx";
import { RuleFields } from "./RuleFields.tsx";
import { RulePreview } from "./RulePreview.tsx";
import { alertLabels, type ReplayRange, replayRanges } from "./replay-words.ts";
import type { RuleDraft } from "./rule-draft.ts";
import { isOtherRule } from "./rule-search.ts";
import { useReplay } from "./use-replay.ts";
import { useRuleForm } from "./use-rule-form.ts";
import { useSeen } from "./use-seen.ts";

const RemoveRuleDialog = later(async () => (await import("./RemoveRuleDialog.tsx")).RemoveRuleDialog);

/** A rule in the making: the form, and beside it what it would have done. `kept` is undefined for one that is new. */
export function RuleEditor({ initial, kept }: { initial: RuleDraft; kept: ShownRule | undefined }) {
  const navigate = useNavigate();
  const { history } = useRouter();
  const { saved: before } = useLocation().state as { saved?: readonly string[] };
  const form = useRuleForm(initial, kept, before);
  const { draft, change, watched, faults } = form;
  const element = useRef<HTMLFormElement>(null);
  const [range, setRange] = useState<ReplayRange>(replayRanges[2]);
  const [isRemoving, setRemoving] = useState(false);
  const replayed = useReplay(watched.ok ? watched.rule : undefined, range.ms);
  // What is no whole rule has no replay: an older one is of something else.
  const replay = watched.ok ? replayed.replay : undefined;
  const title = kept === undefined ? "New alert rule" : kept.name;

  // A rule that was begun at a lane has a level at once: one that its values are nearly never past.
  const lacksLevel = (draft.kind === "threshold" || draft.kind === "forecast") && draft.level.text === "";
  const seen = useSeen(draft.expr, draft.store, lacksLevel);
  const [isFilled, setFilled] = useState(kept !== undefined || initial.expr === "" || !lacksLevel);
  if (!isFilled && seen !== undefined) {
    setFilled(true);
    if (lacksLevel) form.fill((before) => levelFields(before, seen));
  }

  useEffect(() => {
    document.title = `${title} · Mission Control`;
  }, [title]);

  // Not with each letter that is typed afterwards.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try
  useEffect(() => {
    if (form.tries > 0 && faults.length > 0) focusFirstFault(element.current);
  }, [form.tries]);

  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => form.isChanged && isOtherRule(current, next),
    enableBeforeUnload: () => form.isChanged,
    withResolver: true,
  });
  const arrive = (saved: Awaited<ReturnType<typeof form.save>>) => {
    if (saved === undefined || kept !== undefined) return;
    const state = { saved: saved.warnings } as never;
    void navigate({ ...placeOfRule(saved.slug), replace: true, ignoreBlocker: true, state });
  };
  const leave = () => (history.canGoBack() ? history.back() : void navigate({ to: "/alerts/rules" }));
  const save = async () => arrive(await form.save());

  return (
    <FaultsProvider value={faults}>
      <TopBar title={title} note={noteOf(draft, kept)}>
        {kept !== undefined && (
          <>
            <button
              type="button"
              className="pill rule-act"
              aria-label={draft.enabled ? "On" : "Off"}
              aria-pressed={draft.enabled}
              title={draft.enabled ? "It is evaluated; switch it off" : "It is not evaluated; switch it on"}
              onClick={() => change({ enabled: !draft.enabled })}
            >
              <Power size={14} aria-hidden /> <span>{draft.enabled ? "On" : "Off"}</span>
            </button>
            <button
              type="button"
              className="pill rule-act"
              aria-label="Duplicate"
              onClick={() => void navigate(placeOfCopy(kept.slug))}
            >
              <Copy size={14} aria-hidden /> <span>Duplicate</span>
            </button>
            <button
              type="button"
              className="pill rule-act"
              aria-label="Delete"
              onClick={() => setRemoving(true)}
            >
              <Trash2 size={14} aria-hidden /> <span>Delete</span>
            </button>
          </>
        )}
      </TopBar>
      <main className="rule-page" aria-label={title}>
        <form
          ref={element}
          id="rule-form"
          className="rule-form"
          noValidate
          onSubmit={(event) => {
            // A dialog that was opened here has a form of its own, which is heard here, too.
            if (event.target !== event.currentTarget) return;
            event.preventDefault();
            void save();
          }}
        >
          <RuleFields
            draft={draft}
            change={change}
            faults={faults}
            seen={lacksLevel ? seen : undefined}
            labels={replay && alertLabels(replay.alerts)}
            count={(replay?.alerts.length ?? 0) + (replay?.more ?? 0)}
            values={exampleValues(draft, replay)}
          />
        </form>
        <RulePreview
          rule={watched.ok ? watched.rule : undefined}
          missing={watched.ok ? undefined : missingWords(watched.faults)}
          replayed={replayed}
          range={range}
          onRange={setRange}
          onTake={change}
        />
      </main>
      <RuleBar
        form={form}
        isNew={kept === undefined}
        onCancel={leave}
        onSaveOver={() => void form.saveOver()}
      />
      {leaving.status === "blocked" && (
        <LeaveRuleDialog
          onStay={leaving.reset}
          onThrow={leaving.proceed}
          onSave={() => {
            leaving.reset();
            void save();
          }}
        />
      )}
      <Opened onClose={() => setRemoving(false)}>
        {isRemoving && (
          <RemoveRuleDialog
            name={title}
            onClose={() => setRemoving(false)}
            onRemove={async () => {
              const outcome = await form.remove();
              if (!outcome.ok) return outcome.failure.message;
              void navigate({ to: "/alerts/rules", ignoreBlocker: true });
              return undefined;
            }}
          />
        )}
      </Opened>
    </FaultsProvider>
  );
}
