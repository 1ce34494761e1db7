import type { Deploy, Replay } from "@mission-control/contracts";
import { useEffect, useMemo, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useSize } from "../panels/use-size.ts";
import { moveByKey } from "../panels/use-time-pointer.ts";
import { useTheme } from "../style/theme.ts";
import { meanColumn, replayColumns, replayOptions } from "./replay-plot.ts";

/** What a replay's values were, where it fires, and when it would have: pending in amber, firing in red, deploys as lines. */
export function ReplayChart(props: {
  replay: Replay;
  deploys: readonly Deploy[];
  label: string;
  /** The series and the alert that alone stand out. */
  focused: { readonly series: number; readonly alert: number } | undefined;
  momentMs: number | undefined;
  onMoment: (ms: number | undefined) => void;
}) {
  const { replay, label, focused, momentMs, onMoment } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const current = useRef(props);
  const theme = useTheme();
  const { width, height } = useSize(box);
  const isReady = width > 0 && height > 0;
  const { timesMs, series } = replay.chart;
  const stepMs = timesMs.length > 1 ? timesMs[1]! - timesMs[0]! : replay.stepMs;
  const grid = useMemo(
    () => ({ startMs: timesMs[0] ?? 0, stepMs, steps: timesMs.length, series: [] }),
    [timesMs, stepMs],
  );

  useEffect(() => {
    current.current = props;
    plot.current?.redraw(false);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the page
  useEffect(() => {
    if (!isReady) return;
    const made = new uPlot(
      replayOptions({ replay, width, height, shown: () => current.current }),
      replayColumns(replay),
      box.current!,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [replay, theme, isReady]);

  useEffect(() => {
    if (isReady) plot.current?.setSize({ width, height });
  }, [width, height, isReady]);

  useEffect(() => {
    const u = plot.current;
    if (u === undefined) return;
    const mean = focused === undefined ? undefined : meanColumn(replay, focused.series);
    for (let i = 1; i < u.series.length; i++)
      u.series[i]!.alpha = mean === undefined || i === mean ? 1 : 0.18;
    u.redraw(false);
  }, [focused, replay]);

  useEffect(() => {
    const u = plot.current;
    if (u === undefined || u.cursor.event != null) return;
    u.setCursor({ left: momentMs === undefined ? -10 : u.valToPos(momentMs, "x"), top: 0 }, false);
  }, [momentMs]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart with keys of its own is no fieldset
    <div
      className="rule-chart"
      role="group"
      aria-roledescription="chart"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the moment
      tabIndex={0}
      onKeyDown={(event) => {
        if (plot.current !== undefined) (plot.current.cursor as { event: unknown }).event = null;
        moveByKey(event, grid, momentMs, onMoment);
      }}
      data-testid="replay-chart"
      data-series={series.length}
    >
      <div ref={box} />
    </div>
  );
}
