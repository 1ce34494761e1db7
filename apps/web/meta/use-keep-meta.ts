import {
  type MetaKind,
  type MetaRule,
  type MetaTrigger,
  metaEventsText,
  metaMatchText,
} from "@mission-control/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ask } from "../data/ask.ts";
import type { Outcome } from "../data/outcome.ts";
import { metaQuery } from "./MetaProvider.tsx";

/** What can be said, each with the kind that it stands under. */
export type MetaEntry =
  | { readonly kind: "rules"; readonly entry: MetaRule }
  | { readonly kind: "triggers"; readonly entry: MetaTrigger };

/** What tells an entry from others of its kind. */
export const keyOfEntry = ({ kind, entry }: MetaEntry): string =>
  kind === "rules" ? metaMatchText(entry.match) : metaEventsText(entry.match);

const pathOf = (kind: MetaKind, key: string) => `/api/meta/${kind}/${encodeURIComponent(key)}`;

/** Keeps what is said at the server, and removes it there; `onto` is the version that was looked at, 0 where there was none. */
export function useKeepMeta() {
  const client = useQueryClient();
  const save = useCallback(
    async (said: MetaEntry, onto: number): Promise<Outcome<unknown>> => {
      const outcome = await ask(pathOf(said.kind, keyOfEntry(said)), {
        method: "PUT",
        headers: { "content-type": "application/json", ...conditionOf(onto) },
        body: JSON.stringify(said.entry),
      });
      await client.invalidateQueries({ queryKey: metaQuery.queryKey });
      return outcome;
    },
    [client],
  );
  const remove = useCallback(
    async (kind: MetaKind, key: string, onto: number): Promise<Outcome<unknown>> => {
      const outcome = await ask(pathOf(kind, key), { method: "DELETE", headers: conditionOf(onto) });
      await client.invalidateQueries({ queryKey: metaQuery.queryKey });
      return outcome;
    },
    [client],
  );
  return { save, remove };
}

const conditionOf = (onto: number): Record<string, string> =>
  onto === 0 ? { "if-none-match": "*" } : { "if-match": `"${onto}"` };
