import type { AlertMarks } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { ask } from "../data/ask.ts";
import { afterLanes } from "../data/lanes-first.ts";
import { orThrow } from "../data/outcome.ts";
import { ALERTING } from "../data/use-alert-news.ts";
import { useSettled } from "../data/use-settled.ts";
import { withCode } from "../later/later.ts";
import { createMarksPlace, MarksContextProvider } from "./marks-context.ts";

const AGAIN_MS = 30_000;
/** The rule is moved column by column. */
const REST_MS = 150;

/**
 * Asks how the alerts stand, at `atMs` or now; lanes show it with `useMark`. It is asked again with everything else about
 * alerts, whenever one changes.
 */
export function MarksProvider({ atMs, children }: { atMs: number | undefined; children: ReactNode }) {
  const [place] = useState(createMarksPlace);
  const momentMs = useSettled(atMs, REST_MS);
  const { data, isError } = useQuery({
    queryKey: [ALERTING, "marks", momentMs ?? "live"],
    queryFn: async ({ signal }) => {
      await afterLanes();
      const path =
        momentMs === undefined ? "/api/alerts/marks" : `/api/alerts/marks?at=${Math.round(momentMs)}`;
      const { firing, rules } = orThrow(await ask<AlertMarks>(path, { signal }));
      return { firing, rules };
    },
    refetchInterval: momentMs === undefined ? AGAIN_MS : false,
  });
  useEffect(() => {
    if (data === undefined) {
      // What was so at another moment is not so at this one.
      place.put(isError ? "unknown" : undefined);
      return undefined;
    }
    let isOld = false;
    withCode(
      () => import("./create-marks.ts"),
      ({ createMarks }) => {
        if (isOld) return;
        const before = place.marks();
        const marks = createMarks(data, before === "unknown" ? undefined : before);
        place.put(marks);
        marks.let();
      },
    );
    return () => {
      isOld = true;
    };
  }, [place, data, isError]);
  return <MarksContextProvider value={place}>{children}</MarksContextProvider>;
}
