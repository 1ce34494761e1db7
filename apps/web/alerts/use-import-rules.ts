import { useEffect, useState } from "react";
import { ask } from "../data/ask.ts";
import type { Failure } from "../data/outcome.ts";
import { useAskAgain } from "../data/use-alert-news.ts";
import { useServices } from "../services.ts";

/** What is typed or pasted is looked at once it rests for so long. */
const REST_MS = 250;

/** What a rule file becomes, and what of it could not be carried over. */
export interface RuleImport {
  readonly rules: readonly { readonly slug: string; readonly name: string; readonly replaces?: boolean }[];
  readonly notes: readonly { readonly rule: string; readonly message: string }[];
}

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

  useEffect(() => {
    if (text.trim() === "") return setState({ phase: "empty" });
    setState({ phase: "reading" });
    const leave = new AbortController();
    const forget = clock.after(REST_MS, () => {
      send(text, "?dry=1", leave.signal)
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

  const keep = async () => {
    if (state.phase !== "seen") return;
    setBusy(true);
    const outcome = await send(text, "");
    setBusy(false);
    if (!outcome.ok) return setState({ ...state, fault: outcome.failure.message });
    setState({ phase: "kept", kept: outcome.value });
    await again();
  };
  return { state, isBusy, keep };
}

function send(text: string, query: string, signal?: AbortSignal) {
  return ask<RuleImport>(`/api/rules/import${query}`, {
    method: "POST",
    headers: { "content-type": "application/yaml" },
    body: text,
    ...(signal !== undefined && { signal }),
  });
}
