import type { Panel } from "@mission-control/contracts";
import type { Expand } from "../variables/expand.ts";

/** Of any kind: what of a panel may name variables. */
interface Named {
  readonly title: string;
  readonly queries?: readonly { readonly expr: string; readonly legend?: string | undefined }[];
  readonly up?: string;
  readonly duration?: string;
  readonly legend?: string | undefined;
  readonly text?: string;
  readonly search?: string;
}

/** A panel as it is asked and named, by what is chosen of its view's variables; one of a kind that is not known as it is. */
export function expandPanel<P extends Panel>(panel: P, { expr, words }: Expand): P {
  const { title, queries, up, duration, legend, text, search } = panel as P & Named;
  const wordsOf = (legend: string | undefined) => (legend === undefined ? {} : { legend: words(legend) });
  return {
    ...panel,
    title: words(title),
    ...(Array.isArray(queries) && {
      queries: queries.map((query) => ({ ...query, expr: expr(query.expr), ...wordsOf(query.legend) })),
    }),
    ...(panel.kind === "probes" && { up: expr(up!), duration: expr(duration!), ...wordsOf(legend) }),
    ...(typeof text === "string" && { text: words(text) }),
    ...(typeof search === "string" && { search: words(search) }),
  };
}
