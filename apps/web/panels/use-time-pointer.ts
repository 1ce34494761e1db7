import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { type PanelData, stepAt, timeAt } from "./panel-data.ts";

/** Less than so many pixels is a click, not a stretch. */
const LEAST_PX = 6;

/** A stretch that is being drawn, in parts of the chart's width. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The pointer and the keys of a chart whose whole width is time: moving over it looks at a moment, dragging draws the
 * stretch to zoom into, arrows move the moment by steps, Escape lets go of it.
 */
export function useTimePointer(options: {
  data: PanelData;
  momentMs: number | undefined;
  onMoment: (ms: number | undefined) => void;
  onZoom: (fromMs: number, toMs: number) => void;
}) {
  const { data, momentMs, onMoment, onZoom } = options;
  const [stretch, setStretch] = useState<Stretch>();
  const partOf = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / Math.max(1, width)));
  };
  const stepOf = (part: number) => Math.max(0, Math.min(data.steps - 1, Math.floor(part * data.steps)));
  return {
    stretch,
    on: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0 || event.pointerType === "touch") return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const part = partOf(event);
        setStretch({ from: part, to: part });
      },
      onPointerMove(event: PointerEvent) {
        const part = partOf(event);
        onMoment(timeAt(data, stepOf(part)));
        if (stretch !== undefined) setStretch({ from: stretch.from, to: part });
      },
      onPointerUp(event: PointerEvent) {
        if (stretch === undefined) return;
        setStretch(undefined);
        const [from, to] = [Math.min(stretch.from, stretch.to), Math.max(stretch.from, stretch.to)];
        if ((to - from) * event.currentTarget.clientWidth < LEAST_PX) return;
        onZoom(timeAt(data, stepOf(from) - 1), timeAt(data, stepOf(to)));
      },
      onPointerLeave: () => stretch === undefined && onMoment(undefined),
      onPointerCancel: () => setStretch(undefined),
      onKeyDown: (event: KeyboardEvent) => moveByKey(event, data, momentMs, onMoment),
    },
  };
}

/** Arrows move the moment by a step, with Shift by ten; Home and End go to the ends, Escape lets go. */
export function moveByKey(
  event: KeyboardEvent,
  data: PanelData,
  momentMs: number | undefined,
  onMoment: (ms: number | undefined) => void,
): void {
  const last = data.steps - 1;
  const at = stepAt(data, momentMs);
  const by = event.shiftKey ? 10 : 1;
  const next: Record<string, number | undefined> = {
    ArrowLeft: at === undefined ? last : at - by,
    ArrowRight: at === undefined ? last : at + by,
    Home: 0,
    End: last,
  };
  if (event.key === "Escape") onMoment(undefined);
  else if (!Object.hasOwn(next, event.key)) return;
  else onMoment(timeAt(data, Math.max(0, Math.min(last, next[event.key]!))));
  event.preventDefault();
  event.stopPropagation();
}
