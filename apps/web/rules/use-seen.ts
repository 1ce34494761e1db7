import { useQuery } from "@tanstack/react-query";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { useServices } from "../data/services.ts";
import { useSettled } from "../data/use-settled.ts";
import { type Seen, seenOf } from "./propose-level.ts";

const DAY_S = 86_400;
const STEP_S = 300;
/** So long it rests before it is asked for. */
const REST_MS = 600;

interface Range {
  readonly data: { readonly result: readonly { readonly values: readonly (readonly [number, string])[] }[] };
}

/** What an expression gave in the last day; undefined until that is known, or where it gave nothing. */
export function useSeen(expr: string, store: string, isWanted: boolean): Seen | undefined {
  const { link } = useServices();
  const settled = useSettled(expr.trim(), REST_MS);
  const { data } = useQuery({
    queryKey: ["rule-seen", settled, store],
    enabled: isWanted && settled !== "",
    queryFn: async ({ signal }) => {
      const endS = Math.floor(link.nowMs() / 1_000 / STEP_S) * STEP_S;
      const body = new URLSearchParams({
        query: settled,
        start: String(endS - DAY_S),
        end: String(endS),
        step: String(STEP_S),
        ...(store !== "" && { store }),
      });
      const range = orThrow(await ask<Range>("/api/v1/query_range", { method: "POST", body, signal }));
      const values = range.data.result.flatMap((series) => series.values.map(([, text]) => Number(text)));
      return seenOf(values) ?? null;
    },
    retry: false,
    staleTime: 60_000,
  });
  return data ?? undefined;
}
