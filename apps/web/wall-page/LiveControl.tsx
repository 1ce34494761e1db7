import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useServices } from "../data/services.ts";
import { spanOf, standAt } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { setText } from "../wall/board.ts";
import { useWall } from "../wall/wall-context.ts";
import { type LagState, lagWords } from "./lag.ts";

/** How far behind the wall is, written each second, and the button that stops and starts it. */
export function LiveControl() {
  const { clock, link } = useServices();
  const { context, baseStepMs } = useWall();
  const [search, change] = useWallSearch();
  const { endMs: pausedMs } = spanOf(search);
  const paused = pausedMs !== undefined;
  const words = useRef<HTMLElement>(null);
  const detail = useRef<HTMLSpanElement>(null);
  const [kind, setKind] = useState<LagState["kind"]>("waiting");
  const [said, setSaid] = useState("");

  useEffect(() => {
    const write = () => {
      const now = { pausedMs, connection: link.connection(), baseStepMs };
      const lag = lagWords({ ...now, sealedMs: link.sealedMs(), nowMs: link.nowMs() });
      setText(words.current!, lag.words);
      setText(detail.current!, lag.detail);
      setKind(lag.kind);
      setSaid(lag.said);
    };
    const undo = [clock.every(1_000, write), link.onStep(write), link.onConnection(write)];
    write();
    return () => {
      for (const stop of undo) stop();
    };
  }, [clock, link, baseStepMs, pausedMs]);

  return (
    <div className="pill live" data-testid="live-status" data-state={kind}>
      <i className="live-dot" aria-hidden />
      <span className="live-words">
        <b ref={words} /> <span ref={detail} />
      </span>
      <span className="sr-only" role="status">
        {said}
      </span>
      <button
        type="button"
        className="live-button"
        aria-label={paused ? "Resume live" : "Pause live"}
        title={paused ? "Resume (space)" : "Pause (space)"}
        onClick={() => change(standAt(search, paused ? undefined : context.endMs))}
      >
        {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
      </button>
    </div>
  );
}
