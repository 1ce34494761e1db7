import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { isOfEntry } from "../actions/use-keys.ts";
import { useServices } from "../data/services.ts";
import { clockTime } from "../format/time.ts";
import { zoomLanes } from "../wall/use-lane-px.ts";
import { keepAwake } from "./keep-awake.ts";
import { Reconnecting } from "./Reconnecting.tsx";
import { createRotation } from "./rotation.ts";
import "../style/kiosk.css";

/** So long after it moved last the pointer is hidden, ms. */
const POINTER_MS = 3_000;
/** From a screen of this height on, everything is larger. */
const NEAR_PX = 1_440;

/**
 * Shows the wall and nothing else: no chrome, no pointer, awake, and large enough on a screen that is far away. Of several
 * views each has its turn; a pointer that moves holds the turn, and the arrows step.
 */
export function Kiosk(props: {
  name: string;
  count: number;
  everyS: number;
  /** How large everything is, 1 as on a desk; undefined is by the height of the screen. */
  zoom: number | undefined;
  onStep: (by: 1 | -1) => void;
  /** Without it there is nothing else to go to. */
  onLeave?: () => void;
}) {
  const { name, count, everyS, zoom, onStep, onLeave } = props;
  const { clock, link } = useServices();
  const time = useRef<HTMLTimeElement>(null);
  const line = useRef<HTMLElement>(null);
  const [isHeld, setHeld] = useState(false);
  const [isFull, setFull] = useState(document.fullscreenElement !== null);
  const acts = useRef({ onStep, onLeave });
  useEffect(() => {
    acts.current = { onStep, onLeave };
  });

  useEffect(() => {
    const root = document.documentElement;
    root.dataset.kiosk = "";
    return () => {
      delete root.dataset.kiosk;
      delete root.dataset.idle;
    };
  }, []);
  useEffect(() => {
    const root = document.documentElement;
    const fit = () => {
      const by = zoom ?? Math.max(1, innerHeight / NEAR_PX);
      root.style.setProperty("--zoom", String(by));
      zoomLanes(by);
    };
    fit();
    addEventListener("resize", fit);
    return () => {
      removeEventListener("resize", fit);
      root.style.removeProperty("--zoom");
      zoomLanes(1);
    };
  }, [zoom]);
  useEffect(() => keepAwake(), []);

  // A full screen is given to a key or a click only; without one the page fills its window.
  useEffect(() => {
    if (acts.current.onLeave !== undefined) fillScreen();
    let was = false;
    const changed = () => {
      setFull(document.fullscreenElement !== null);
      if (document.fullscreenElement !== null) was = true;
      else if (was) acts.current.onLeave?.();
    };
    document.addEventListener("fullscreenchange", changed);
    return () => {
      document.removeEventListener("fullscreenchange", changed);
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => {});
    };
  }, []);

  useEffect(() => {
    const rotation = createRotation({
      clock,
      everyMs: count > 1 ? everyS * 1_000 : undefined,
      onTurn: () => acts.current.onStep(1),
      onProgress: (part) => line.current?.style.setProperty("--done", String(part)),
    });
    let hide = () => {};
    const pointed = () => {
      delete document.documentElement.dataset.idle;
      rotation.hold();
      setHeld(true);
      hide();
      hide = clock.after(POINTER_MS, () => {
        document.documentElement.dataset.idle = "";
        rotation.goOn();
        setHeld(false);
      });
    };
    hide = clock.after(POINTER_MS, () => {
      document.documentElement.dataset.idle = "";
    });
    const pressed = (event: KeyboardEvent) => {
      if (isOfEntry(event)) return;
      const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (by !== 0 && count > 1) {
        rotation.begin();
        acts.current.onStep(by);
      } else if (event.key === "Escape" && acts.current.onLeave !== undefined) acts.current.onLeave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("pointermove", pointed);
    // Before the wall, whose rule the arrows move elsewhere.
    document.addEventListener("keydown", pressed, true);
    return () => {
      rotation.stop();
      hide();
      removeEventListener("pointermove", pointed);
      document.removeEventListener("keydown", pressed, true);
    };
  }, [clock, count, everyS]);

  useEffect(() => {
    const write = () => {
      time.current!.textContent = clockTime(link.nowMs()).slice(0, 5);
    };
    write();
    return clock.every(1_000, write);
  }, [clock, link]);

  return createPortal(
    <header className="kiosk-bar" data-testid="kiosk">
      <h1>{name}</h1>
      {isHeld && count > 1 && <span>held · ← → step</span>}
      {isHeld && !isFull && document.fullscreenEnabled && (
        <button type="button" className="button small" onClick={fillScreen}>
          Full screen
        </button>
      )}
      {isHeld && onLeave !== undefined && (
        <button type="button" className="button small" onClick={onLeave}>
          Leave (Esc)
        </button>
      )}
      <span className="grow" />
      <Reconnecting />
      <time ref={time} />
      {count > 1 && <i ref={line} className="kiosk-line" aria-hidden />}
    </header>,
    document.body,
  );
}

function fillScreen(): void {
  void document.documentElement.requestFullscreen?.().catch(() => {});
}
