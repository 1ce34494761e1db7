import { useCallback, useMemo, useRef, useState } from "react";
import type { Outcome } from "../data/outcome.ts";
import { askRule, type ShownRule, useKeepRule } from "../data/use-rule.ts";
import { draftOf, type RuleDraft } from "./rule-draft.ts";
import { atRow, type RuleFault, ruleOf, sentence, watchedOf } from "./rule-of.ts";

/** How far saving came. `meanwhile` says that somebody else saved the same rule since it was opened here. */
export type SaveState =
  | { readonly phase: "idle" | "saving" }
  | { readonly phase: "saved"; readonly warnings: readonly string[] }
  | { readonly phase: "failed" | "meanwhile"; readonly message: string };

interface Saved {
  readonly slug: string;
  readonly warnings: readonly string[];
}

const same = (a: RuleDraft, b: RuleDraft) => JSON.stringify(a) === JSON.stringify(b);
const MEND = "Not saved: mend what is marked.";
const BEHIND = "Somebody else saved this rule meanwhile.";
const TYPED = "What was typed meanwhile is not saved yet.";

/**
 * A rule in the making: its draft, what is wrong with it, and how it is kept. `kept` is undefined for one that is new. `saved`
 * is what the server found odd, where the rule was saved right before this page of it was opened.
 */
export function useRuleForm(
  initial: RuleDraft,
  kept: ShownRule | undefined,
  saved: readonly string[] | undefined,
) {
  const keep = useKeepRule();
  const [began, setBegan] = useState(initial);
  const [draft, setDraft] = useState(initial);
  /** The draft as it is now, for who waited. */
  const newest = useRef(draft);
  newest.current = draft;
  const [version, setVersion] = useState(kept?.version ?? 0);
  const [refused, setRefused] = useState<readonly RuleFault[]>(none);
  /** How often it was tried to save it; faults stand beside their fields from the first time on. */
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<SaveState>(
    saved === undefined ? { phase: "idle" } : { phase: "saved", warnings: saved },
  );
  const checked = useMemo(() => ruleOf(draft), [draft]);
  const watched = useMemo(() => watchedOf(draft), [draft]);

  const change = useCallback((by: Partial<RuleDraft>) => {
    setDraft((before) => ({ ...before, ...by }));
    setRefused(none);
    setState((before) => (before.phase === "saving" ? before : { phase: "idle" }));
  }, []);

  function refuse({ code, message, faults = [] }: (Outcome<never> & { ok: false })["failure"]): void {
    const isTaken = code === "changed_meanwhile" && draft.slug === "";
    if (code === "changed_meanwhile" && !isTaken) {
      setState({ phase: "meanwhile", message });
      return;
    }
    const told = isTaken
      ? [{ path: "name", message: "Another rule has this name: choose one that is free." }]
      : faults;
    setRefused(told.map(({ path, message }) => atRow({ path, message: sentence(message) }, draft)));
    setState({ phase: "failed", message: told.length > 0 ? MEND : `Not saved. ${message}` });
    setTries((before) => before + 1);
  }

  /**
   * Gives where the rule stands once it is kept, with what the server finds odd about it; undefined where it is not, or where
   * something is there that is not kept yet.
   */
  async function save(onto = version): Promise<Saved | undefined> {
    setTries((before) => before + 1);
    setRefused(none);
    if (!checked.ok) {
      setState({ phase: "failed", message: MEND });
      return undefined;
    }
    setState({ phase: "saving" });
    const sent = draft;
    const outcome = await keep.save(checked.rule, onto);
    if (!outcome.ok) {
      refuse(outcome.failure);
      return undefined;
    }
    const { version: at, warnings = [] } = outcome.value;
    const { slug } = checked.rule;
    const isSent = newest.current === sent;
    if (isSent) begin(checked.rule, at);
    else {
      // What was typed while it was being saved is the next change.
      setBegan(draftOf(checked.rule));
      setDraft((before) => ({ ...before, slug }));
      setTries(0);
      setVersion(at);
    }
    setState({ phase: "saved", warnings: isSent ? warnings : [...warnings, TYPED] });
    return isSent ? { slug, warnings } : undefined;
  }

  function begin(rule: Parameters<typeof draftOf>[0], at: number): void {
    const fields = draftOf(rule);
    setTries(0);
    setVersion(at);
    setDraft(fields);
    setBegan(fields);
  }

  const isChanged = !same(draft, began);
  // It was opened as it had been seen before, or somebody saved it since.
  const isBehind = kept !== undefined && kept.version > version && state.phase !== "saving";
  if (isBehind && !isChanged) {
    begin(kept, kept.version);
    setState({ phase: "idle" });
  }

  return {
    draft,
    change,
    /** What is known only once the page is there, such as a level: it is no change of anybody's. */
    fill(fields: (draft: RuleDraft) => Partial<RuleDraft>): void {
      const filled = (before: RuleDraft) => ({ ...before, ...fields(before) });
      setDraft(filled);
      setBegan(filled);
    },
    isChanged,
    watched,
    faults: tries === 0 || checked.ok ? refused : checked.faults,
    /** Grows with each try that may have found faults. */
    tries,
    state:
      isBehind && isChanged && state.phase === "idle"
        ? { phase: "meanwhile" as const, message: BEHIND }
        : state,
    save,
    /** Over what somebody else saved meanwhile. */
    async saveOver(): Promise<Saved | undefined> {
      const theirs = await askRule(draft.slug);
      if (!theirs.ok) {
        setState({ phase: "failed", message: `Not saved. ${theirs.failure.message}` });
        return undefined;
      }
      return save(theirs.value.version);
    },
    /** What somebody else saved meanwhile, in place of what was written here. */
    async takeTheirs(): Promise<void> {
      const theirs = await askRule(draft.slug);
      if (!theirs.ok) {
        setState({ phase: "failed", message: theirs.failure.message });
        return;
      }
      begin(theirs.value, theirs.value.version);
      setState({ phase: "idle" });
    },
    remove: () => keep.remove(draft.slug),
  };
}

/** See `useRuleForm`. */
export type RuleForm = ReturnType<typeof useRuleForm>;

const none: readonly RuleFault[] = [];
