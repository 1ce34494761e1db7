import type { RuleImport } from "@mission-control/contracts";
import { useEffect, useState } from "react";
import { ask } from "../data/ask.ts";
import type { Failure } from "../data/outcome.ts";
import { useServices } from "../data/services.ts";
import { useAskAgain } from "../data/use-alert-news.ts";
import { ownName } from "../views/own-name.ts";

/** What is typed or pasted is looked at once it rests for so long. */
const REST_MS = 250;

/** How far an import came. */
export type RuleImportState =
  | { readonly phase: "empty" }
  | { readonly phase: "reading" }
  | { readonly phase: "seen"; readonly seen: RuleImport; readonly fault?: string }
  | { readonly phase: "refused"; readonly failure: Failure }
  | { readonly phase: "kept"; readonly kept: RuleImport };

/** Looks at a rule file as it changes, says what it would become, and keeps it once that is asked for. */
export function useImportRules(text: string) {
  const { clock } = useServices();
  const again = useAskAgain();
  const [state, setState] = useState<RuleImportState>({ phase: "empty" });
  const [isBusy, setBusy] = useState(false);
  /** Rules that are to be kept or left out otherwise than they are at first, by their slugs. */
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    setTurned(new Set());
    if (text.trim() === "") return setState({ phase: "empty" });
    setState({ phase: "reading" });
    const leave = new AbortController();
    const forget = clock.after(REST_MS, () => {
      send(text, "?dry=1", "application/yaml", leave.signal)
        .then((outcome) =>
          setState(
            outcome.ok
              ? { phase: "seen", seen: outcome.value }
              : { phase: "refused", failure: outcome.failure },
          ),
        )
        // It was left for another text.
        .catch(() => {});
    });
    return () => {
      forget();
      leave.abort();
    };
  }, [text, clock]);

  /** Whether a rule is kept: at first those that go over none. */
  const isChosen = ({ rule, taken }: RuleImport["rules"][number]) => turned.has(rule.slug) === taken;
  const turn = (slug: string) =>
    setTurned((before) => {
      const next = new Set(before);
      if (!next.delete(slug)) next.add(slug);
      return next;
    });
  const keep = async () => {
    if (state.phase !== "seen" || isBusy) return;
    setBusy(true);
    const without: string[] = [];
    const over: string[] = [];
    for (const each of state.seen.rules) {
      if (!isChosen(each)) without.push(each.rule.slug);
      else if (each.taken) over.push(each.rule.slug);
    }
    // Each by its name: one that was made since this was looked at stays. An address is no place for thousands of them.
    const body = JSON.stringify({ text, without, over });
    const outcome = await send(body, `?${new URLSearchParams({ by: ownName() })}`, "application/json");
    setBusy(false);
    if (!outcome.ok) return setState({ ...state, fault: outcome.failure.message });
    setState({ phase: "kept", kept: outcome.value });
    void again();
  };
  return { state, isChosen, turn, keep };
}

function send(body: string, query: string, type: string, signal?: AbortSignal) {
  return ask<RuleImport>(`/api/rules/import${query}`, {
    method: "POST",
    headers: { "content-type": type },
    body,
    ...(signal !== undefined && { signal }),
  });
}
