import type { CustomFunction, FunctionList } from "@mission-control/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ask } from "../data/ask.ts";
import { type Outcome, orThrow } from "../data/outcome.ts";

/** A function with where it comes from. */
export type KnownFunction = FunctionList["functions"][number];

const KEY = ["functions"] as const;
const none: readonly KnownFunction[] = [];

/** Every function there is. */
export function useFunctions() {
  const query = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => orThrow(await ask<FunctionList>("/api/functions", { signal })).functions,
    staleTime: 5_000,
  });
  return { ...query, functions: query.data ?? none };
}

/** Keeps a function at the server, or removes one there; the list is asked for anew afterwards. */
export function useKeepFunction() {
  const client = useQueryClient();
  const put = useCallback(
    async (fn: CustomFunction): Promise<Outcome<unknown>> => {
      const outcome = await ask(pathOf(fn.name), {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fn),
      });
      await client.invalidateQueries({ queryKey: KEY });
      return outcome;
    },
    [client],
  );
  const remove = useCallback(
    async (name: string): Promise<Outcome<unknown>> => {
      const outcome = await ask(pathOf(name), { method: "DELETE" });
      await client.invalidateQueries({ queryKey: KEY });
      return outcome;
    },
    [client],
  );
  return { put, remove };
}

const pathOf = (name: string) => `/api/functions/${encodeURIComponent(name)}`;
