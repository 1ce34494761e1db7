import { limits } from "@mission-control/contracts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { readRange } from "../data/ranges.ts";
import { severities } from "./group-alerts.ts";

/** What of the pages about alerts stands in their addresses; each page uses what it knows. */
export interface AlertsSearch {
  /** The moment that is looked at, ms; absent is now. */
  at?: number;
  /** Words that are looked for. */
  q?: string;
  /** Only one rule, severity, channel or alert. */
  rule?: string;
  severity?: (typeof severities)[number];
  channel?: string;
  alert?: string;
  /** How much time is shown. */
  range?: string;
  /** Only notices of this state. */
  state?: (typeof noticeStates)[number];
  /** A new silence for these matchers, as text. */
  new?: string;
}

/** What can become of a notice; the names stand in links. */
export const noticeStates = ["waiting", "sent", "failed"] as const;

/** Reads the state of a page from its address; what makes no sense is left out. */
export function readAlertsSearch(raw: Record<string, unknown>): AlertsSearch {
  const at = Number(raw.at);
  const severity = severities.find((each) => each === raw.severity);
  const state = noticeStates.find((each) => each === raw.state);
  const range = readRange(raw.range)?.name;
  return {
    ...(Number.isSafeInteger(at) && at > 0 && at < 8.64e15 && { at }),
    ...textOf(raw, "q", limits.nameLength),
    ...textOf(raw, "rule", limits.nameLength),
    ...(severity !== undefined && { severity }),
    ...textOf(raw, "channel", limits.nameLength),
    ...textOf(raw, "alert", limits.nameLength),
    ...(range !== undefined && { range }),
    ...(state !== undefined && { state }),
    ...textOf(raw, "new", limits.textLength),
  };
}

function textOf<Name extends string>(raw: Record<string, unknown>, name: Name, length: number) {
  const text = raw[name];
  const isGood = typeof text === "string" && text.trim() !== "" && text.length <= length;
  return (isGood ? { [name]: text } : {}) as { [K in Name]?: string };
}

/** What changes in the address; undefined takes a part out. */
export type SearchChange = { readonly [Name in keyof AlertsSearch]?: AlertsSearch[Name] | undefined };

/** What the address says, and how to change it. Nothing that is typed makes entries of the history. */
export function useAlertsSearch(): readonly [AlertsSearch, (by: SearchChange) => void] {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const key = JSON.stringify(raw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal addresses mean the same
  const search = useMemo(() => readAlertsSearch(raw), [key]);
  const change = useCallback(
    (by: SearchChange) => {
      void navigate({
        to: ".",
        // The address is read by these pages, not by their routes, so that the routes cost the first load nothing.
        search: ((before: Record<string, unknown>) => readAlertsSearch({ ...before, ...by })) as never,
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change];
}
