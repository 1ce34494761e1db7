import { limits, slugOf, type ViewImport } from "@mission-control/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ask } from "../data/ask.ts";
import type { Failure } from "../data/outcome.ts";
import { useServices } from "../data/services.ts";
import { ownName } from "../views/own-name.ts";

/** What is typed or pasted is looked at once it rests for so long. */
const REST_MS = 250;

/** A text to be imported, with where it came from. */
export interface ImportText {
  readonly text: string;
  /** The name of its file; none where it was pasted. */
  readonly file?: string;
}

/** How far an import came. */
export type ImportState =
  | { readonly phase: "empty" }
  | { readonly phase: "reading" }
  | { readonly phase: "seen"; readonly seen: ViewImport; readonly fault?: string }
  | { readonly phase: "refused"; readonly failure: Failure }
  | { readonly phase: "kept"; readonly kept: ViewImport };

/** Under which name a view is kept whose own is taken: another slug, or over the one that is saved. */
export type ImportChoice = { readonly as: string } | "over";

/** Looks at a text as it changes, says what it would be, and keeps it once that is asked for. */
export function useImport(given: ImportText) {
  const { clock } = useServices();
  const client = useQueryClient();
  const [state, setState] = useState<ImportState>({ phase: "empty" });
  const [chosen, setChosen] = useState<ReadonlyMap<string, ImportChoice>>(new Map());
  const { text } = given;

  useEffect(() => {
    setChosen(new Map());
    if (text.trim() === "") return setState({ phase: "empty" });
    if (new Blob([text]).size > limits.viewFileBytes)
      return setState({ phase: "refused", failure: { message: tooLarge } });
    setState({ phase: "reading" });
    const leave = new AbortController();
    const forget = clock.after(REST_MS, () => {
      send(text, "dry=1", leave.signal)
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
    const outcome = await send(text, queryOf(state.seen, chosen));
    if (!outcome.ok) return setState({ ...state, fault: outcome.failure.message });
    setState({ phase: "kept", kept: outcome.value });
    for (const key of ["views", "view", "view-versions"]) await client.invalidateQueries({ queryKey: [key] });
  };
  const choose = (slug: string, choice: ImportChoice) =>
    setChosen((before) => new Map(before).set(slug, choice));
  return { state, choiceOf: (slug: string) => chosen.get(slug) ?? { as: otherName(slug) }, choose, keep };
}

export const tooLarge = `A file of views may have ${limits.viewFileBytes / 2 ** 20} MiB.`;

function send(text: string, query: string, signal?: AbortSignal) {
  return ask<ViewImport>(`/api/views/import?${query}`, {
    method: "POST",
    headers: { "content-type": "application/yaml" },
    body: text,
    ...(signal !== undefined && { signal }),
  });
}

function queryOf({ views }: ViewImport, chosen: ReadonlyMap<string, ImportChoice>): string {
  const query = new URLSearchParams({ by: ownName() });
  for (const { slug, taken } of views) {
    if (taken === undefined) continue;
    const choice = chosen.get(slug) ?? { as: otherName(slug) };
    if (choice === "over") query.append("over", slug);
    else query.append("as", `${slug}:${slugOf(choice.as)}`);
  }
  return query.toString();
}

/** What is proposed for a view whose name is taken. */
const otherName = (slug: string): string => slugOf(`${slug.slice(0, 55)}-imported`);
