import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { titleOfExpr } from "../meta/lane-of-expr.ts";
import { useMeta } from "../meta/meta-context.ts";
import { useWall } from "../wall/wall-context.ts";
import { createPanelReader, type PanelAnswer } from "./panel-reader.ts";

/** One query of a panel. */
interface PanelQuery {
  readonly expr: string;
  readonly store?: string | undefined;
  readonly legend?: string | undefined;
}

/** Series that one query may have: more are neither told apart nor drawn in time. */
const MAX_SERIES = 200;

/** What a panel's queries come to on the wall's range and step, live with it; nothing is asked while it is out of sight. */
export function usePanelData(
  queries: readonly PanelQuery[],
  title: string,
  inSight: boolean,
): PanelAnswer & { retry: () => void } {
  const wall = useWall();
  const meta = useMeta();
  const key = JSON.stringify([title, queries]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the queries and the title
  const { feeds, reader } = useMemo(() => {
    const feeds = queries.map(({ expr, store }) => wall.feedOf("panel", { expr, store, rows: MAX_SERIES }));
    const titles = queries.map(({ expr, legend }) => ({
      title: queries.length === 1 && title !== "" ? title : (meta?.titleOf(expr) ?? titleOfExpr(expr)),
      legend,
    }));
    return {
      feeds,
      reader: createPanelReader({ context: wall.context, feeds, titles, called: meta?.valueName }),
    };
  }, [wall, key, meta]);
  useEffect(() => {
    if (!inSight) return;
    const undo = feeds.map((feed) => feed.start());
    return () => {
      for (const stop of undo) stop();
    };
  }, [feeds, inSight]);
  const subscribe = useCallback(
    (listener: () => void) => (inSight ? reader.subscribe(listener) : () => {}),
    [reader, inSight],
  );
  const answer = useSyncExternalStore(subscribe, reader.state);
  const retry = useCallback(() => {
    for (const feed of feeds) if (feed.state().failure !== undefined) feed.retry();
  }, [feeds]);
  return { ...answer, retry };
}
