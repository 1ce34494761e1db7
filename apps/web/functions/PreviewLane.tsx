import type { Unit } from "@mission-control/contracts";
import { createHorizon, describeReader, type Horizon, type Metric, type RampName } from "cubism-es";
import { useEffect, useMemo, useRef } from "react";
import { formatValue, valueText } from "../format/value.ts";
import { useTheme } from "../style/theme.ts";
import { setText } from "../wall/board.ts";
import { gapOf, rampsOf } from "../wall/ramps-of.ts";
import { useLanePx } from "../wall/use-lane-px.ts";
import type { PreviewBoard } from "./preview-board.ts";

/** One horizon lane of the preview, with its value under the rule or else its last. */
export function PreviewLane(props: {
  board: PreviewBoard;
  metric: Metric;
  side: "before" | "after";
  label: string;
  unit: Unit;
  ramp: RampName;
  top: number | undefined;
}) {
  const { board, metric, side, label, unit, ramp, top } = props;
  const { context } = board;
  const theme = useTheme();
  const lanePx = useLanePx();
  const canvas = useRef<HTMLCanvasElement>(null);
  const value = useRef<HTMLElement>(null);
  const horizon = useRef<Horizon>(undefined);
  const look = useMemo(
    () => ({ ramp: rampsOf(theme)[ramp], gap: gapOf(theme), extent: { max: top } }),
    [theme, ramp, top],
  );
  const firstLook = useRef(look);

  useEffect(() => {
    const made = createHorizon({
      context,
      canvas: canvas.current!,
      metric,
      height: lanePx,
      ...firstLook.current,
    });
    horizon.current = made;
    made.setVisible(true);
    return made.destroy;
  }, [context, metric, lanePx]);

  useEffect(() => {
    firstLook.current = look;
    horizon.current?.configure(look);
    horizon.current?.redraw();
  }, [look]);

  useEffect(() => {
    const write = () => {
      const { focused } = context;
      const at = focused === null ? (metric.latest()?.value ?? Number.NaN) : metric.at(focused);
      const { number, unit: unitWords } = formatValue(at, unit);
      setText(value.current!.firstElementChild!, number);
      setText(value.current!.lastElementChild!, unitWords);
      value.current!.dataset.value = String(at);
    };
    const describe = () => {
      const words = describeReader(metric, (at) => valueText(at, unit));
      canvas.current!.setAttribute("aria-label", `${label} ${side}: ${words}`);
      write();
    };
    const undo = [context.on("focus", write), context.on("change", describe), metric.on("change", describe)];
    describe();
    return () => {
      for (const stop of undo) stop();
    };
  }, [context, metric, unit, label, side]);

  return (
    <div className="lane" data-testid={`preview-${side}`}>
      <canvas ref={canvas} role="img" aria-label={`${label} ${side}`} />
      <span className="lane-name">
        <span className="preview-side">{side}</span>
        {side === "before" && <span className="lane-title">{label}</span>}
        {side === "after" && top === undefined && <span className="lane-unit">on a scale of its own</span>}
      </span>
      <span ref={value} className="lane-value">
        <b />
        <small />
      </span>
    </div>
  );
}
