import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Outcome } from "../data/outcome.ts";
import { type Draft, differing, draftOf } from "./about-draft.ts";
import { fieldWord, wordsOf } from "./about-words.ts";
import { metaQuery } from "./MetaProvider.tsx";
import { keyOfEntry, type MetaEntry, useKeepMeta } from "./use-keep-meta.ts";

type State =
  | { readonly phase: "asking" | "saving" }
  | { readonly phase: "failed"; readonly message: string }
  | { readonly phase: "meanwhile"; readonly differs: string };

/** See `useSaving`. */
export type Saving = ReturnType<typeof useSaving>;

/**
 * A form of what is said, on its way to the server. `read` makes of the form what is to be kept, or says what is wrong; nothing
 * goes over what somebody else said since the form was opened.
 */
export function useSaving(options: {
  kind: MetaEntry["kind"];
  /** Where it stands, if that is known; a new one gets its place by what it matches. */
  place: string | undefined;
  read: (draft: Draft) => MetaEntry | { fault: string };
  onDone: () => void;
}) {
  const { kind, place, read, onDone } = options;
  const { data } = useQuery(metaQuery);
  const known = data?.list[kind].find(({ key }) => key === place);
  const keep = useKeepMeta();
  const [changed, setChanged] = useState<Draft>();
  /** What the form began with: the version that was looked at. */
  const [began, setBegan] = useState<{ place: string | undefined; version: number; draft: Draft }>();
  const [state, setState] = useState<State>({ phase: "asking" });
  const start =
    began?.place === place && began !== undefined
      ? began
      : { place, version: known?.version ?? 0, draft: draftOf(known) };
  // It is known once the list is; from then on others may change it, but not what was looked at.
  if (data !== undefined && start !== began) setBegan(start);
  const draft: Draft = { ...start.draft, ...changed };

  function came(outcome: Outcome<unknown>, at: string): void {
    if (outcome.ok) onDone();
    else if (outcome.failure.code === "changed_meanwhile") setState({ phase: "meanwhile", differs: at });
    else setState({ phase: "failed", message: outcome.failure.message });
  }

  async function submit(over?: number): Promise<void> {
    const said = read(draft);
    if ("fault" in said) {
      setState({ phase: "failed", message: said.fault });
      return;
    }
    setState({ phase: "saving" });
    const key = keyOfEntry(said);
    came(await keep.save(said, over ?? (key === place ? start.version : 0)), key);
  }

  /** What is said now at a place, by whoever came first. */
  const theirsAt = (key: string) => data?.list[kind].find((each) => each.key === key);
  const meanwhile = state.phase === "meanwhile" ? theirsAt(state.differs) : undefined;

  return {
    draft,
    set: (field: string) => (text: string) => setChanged({ ...changed, [field]: text }),
    known,
    isKept: known?.origin === "made",
    state: state.phase === "meanwhile" ? { ...state, differs: toldOf(draft, draftOf(meanwhile)) } : state,
    submit: () => submit(),
    /** Over what somebody else said meanwhile, which is shown by then. */
    submitOver: () => submit(meanwhile?.version ?? 0),
    takeTheirs() {
      setBegan({ place, version: meanwhile?.version ?? 0, draft: draftOf(meanwhile) });
      setChanged(undefined);
      setState({ phase: "asking" });
    },
    async remove(): Promise<void> {
      if (place === undefined) return;
      setState({ phase: "saving" });
      came(await keep.remove(kind, place, start.version), place);
    },
  };
}

/** What they say where it is another thing than what is said here. */
function toldOf(mine: Draft, theirs: Draft): string {
  const told = differing(mine, theirs).map(
    (field) => `${fieldWord(field)} is ${wordsOf(field, theirs[field]) || "not said"}`,
  );
  return told.join(", ");
}
