import { floorToStep, layColumns } from "@mission-control/series";
import { useEffect, useState } from "react";
import { rangeOf } from "../data/ranges.ts";
import { useServices } from "../data/services.ts";
import { useConnection } from "../data/use-connection.ts";
import { useStatus } from "../data/use-status.ts";
import type { ExploreSearch } from "./explore-search.ts";

/** Live, the range is asked for again after so many base steps, or its own step where that is longer. */
const EVERY_STEPS = 2;

/** The stretch that is shown: `steps` values, the first at `startMs`, the last at `endMs`. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly baseStepMs: number;
  readonly live: boolean;
}

/** The stretch that the address means, on so many pixels; undefined until the server's step is known. */
export function useWindow(search: ExploreSearch, widthPx: number): Window | undefined {
  const connection = useConnection();
  const status = useStatus();
  const baseStepMs = connection.state === "open" ? connection.baseStepMs : status.data?.baseStepMs;
  const { from, to } = search;
  const live = from === undefined || to === undefined;
  const rangeMs = live ? rangeOf(search.range).ms : to - from;
  const nowMs = useSealed(baseStepMs, live);
  if (baseStepMs === undefined || widthPx < 1) return undefined;
  return windowOf({ rangeMs, widthPx, baseStepMs, live, endMs: live ? nowMs : to });
}

/** On the grid of the step that fits the width: it ends with `endMs`, live with the last whole step before it. */
export function windowOf(options: {
  rangeMs: number;
  widthPx: number;
  baseStepMs: number;
  endMs: number;
  live: boolean;
}): Window {
  const { rangeMs, widthPx, baseStepMs, live, endMs } = options;
  const { stepMs } = layColumns(rangeMs, widthPx, baseStepMs);
  const lastMs = live ? floorToStep(endMs, stepMs) : floorToStep(endMs + stepMs - 1, stepMs);
  const steps = Math.max(1, Math.round(rangeMs / stepMs));
  return { startMs: lastMs - (steps - 1) * stepMs, endMs: lastMs, stepMs, baseStepMs, live };
}

/** The last sealed step as far as it is to be asked for; it stands while the page is hidden, or `live` is not set. */
function useSealed(baseStepMs: number | undefined, live: boolean): number {
  const { link } = useServices();
  const read = () => {
    const heard = link.sealedMs();
    return Number.isNaN(heard) ? link.nowMs() - 2 * (baseStepMs ?? 0) : heard;
  };
  const [sealedMs, setSealedMs] = useState(read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read anew where live begins
  useEffect(() => {
    if (!live || baseStepMs === undefined) return;
    const move = () => {
      if (!document.hidden)
        setSealedMs((before) => {
          const next = read();
          return next - before >= EVERY_STEPS * baseStepMs || next < before ? next : before;
        });
    };
    setSealedMs(read);
    return link.onStep(move);
  }, [link, live, baseStepMs]);
  return sealedMs;
}
