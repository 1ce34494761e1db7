import type { Replay, Rule } from "@mission-control/contracts";
import { useEffect, useState } from "react";
import type { Failure } from "../data/outcome.ts";
import { useSettled } from "../data/use-settled.ts";
import { askReplay } from "./read-replay.ts";

/** A form that is being typed in is replayed once it rests for so long. */
const REST_MS = 350;

/** What the preview shows. A replay stays until the next one is there, then of what was written before. */
export interface Replayed {
  readonly replay: Replay | undefined;
  readonly failure: Failure | undefined;
  /** From 0 to 1 while it is asked for. */
  readonly progress: number | undefined;
  readonly isStopped: boolean;
  readonly stop: () => void;
  readonly again: () => void;
}

/** Replays a rule as it is written now; whatever else is on its way is broken off. */
export function useReplay(rule: Rule | undefined, rangeMs: number): Replayed {
  const asked = useSettled(rule === undefined ? "" : JSON.stringify({ rule, rangeMs }), REST_MS);
  const [replay, setReplay] = useState<Replay>();
  const [failure, setFailure] = useState<Failure>();
  const [progress, setProgress] = useState<number>();
  const [turn, setTurn] = useState(0);
  const [stopped, setStopped] = useState<string>();
  const isStopped = stopped === `${turn} ${asked}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks the same again
  useEffect(() => {
    if (asked === "" || isStopped) return;
    const ends = new AbortController();
    setProgress(0);
    askReplay(JSON.parse(asked), { signal: ends.signal, onProgress: setProgress }).then(
      (outcome) => {
        if (ends.signal.aborted) return;
        setProgress(undefined);
        setFailure(outcome.ok ? undefined : outcome.failure);
        if (outcome.ok) setReplay(outcome.value);
      },
      () => undefined,
    );
    return () => {
      ends.abort();
      setProgress(undefined);
    };
  }, [asked, turn, isStopped]);

  return {
    replay,
    failure: asked === "" ? undefined : failure,
    progress,
    isStopped,
    stop: () => setStopped(`${turn} ${asked}`),
    again: () => setTurn(turn + 1),
  };
}
