import type { MetaList } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { untilLoaded } from "../later/until-loaded.ts";
import { MetaContextProvider } from "./meta-context.ts";

/** Under which what is said is kept; asked for now and then, so that a wall follows what others say. */
export const metaQuery = {
  queryKey: ["meta"],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const list = orThrow(await ask<MetaList>("/api/meta", { signal }));
    const isEmpty = list.rules.length + list.triggers.length === 0;
    // What finds out what applies is loaded where something was said.
    if (isEmpty) return { list };
    const { createMeta } = await untilLoaded(() => import("./create-meta.ts"));
    return { list, createMeta };
  },
  refetchInterval: 60_000,
};

/** Tells the page what people said of metrics and events. */
export function MetaProvider({ children }: { children: ReactNode }) {
  const { data } = useQuery(metaQuery);
  const { list, createMeta } = data ?? {};
  const meta = useMemo(() => list && createMeta?.(list), [list, createMeta]);
  return <MetaContextProvider value={meta}>{children}</MetaContextProvider>;
}
