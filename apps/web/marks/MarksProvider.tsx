import type { AlertMarks } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { useReconnect } from "../data/use-reconnect.ts";
import { useServices } from "../services.ts";
import { type Marks, MarksContextProvider } from "./marks-context.ts";

const AGAIN_MS = 30_000;

/** Asks how the alerts stand, at `atMs` or now, and again whenever one changes; lanes show it with `useMark`. */
export function MarksProvider({ atMs, children }: { atMs: number | undefined; children: ReactNode }) {
  const { link } = useServices();
  const [marks, setMarks] = useState<Marks>();
  const { data, refetch } = useQuery({
    queryKey: ["alerts", "marks", atMs ?? "live"],
    queryFn: async ({ signal }) => {
      const path = atMs === undefined ? "/api/alerts/marks" : `/api/alerts/marks?at=${Math.round(atMs)}`;
      const { firing, rules } = orThrow(await ask<AlertMarks>(path, { signal }));
      return { firing, rules };
    },
    refetchInterval: atMs === undefined ? AGAIN_MS : false,
    placeholderData: (before) => before,
  });
  useEffect(() => {
    if (atMs !== undefined) return undefined;
    return link.onEvents((events) => {
      if (events.some(({ type }) => type === "alert")) void refetch();
    });
  }, [link, atMs, refetch]);
  useReconnect(refetch);
  useEffect(() => {
    if (data === undefined) return undefined;
    let isOld = false;
    const words = import("./create-marks.ts");
    void words.then(({ createMarks }) => {
      if (!isOld) setMarks(createMarks({ atMs: 0, ...data }));
    });
    return () => {
      isOld = true;
    };
  }, [data]);
  return <MarksContextProvider value={marks}>{children}</MarksContextProvider>;
}
