import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "../style/theme.ts";
import { type ChartLook, chartOptions } from "./chart-options.ts";
import { type PanelData, stepAt, timeAt } from "./panel-data.ts";
import { Readout } from "./Readout.tsx";
import { useSize } from "./use-size.ts";
import { moveByKey } from "./use-time-pointer.ts";

type Column = (number | null)[];

/** Lines over time by uPlot: the cursor is the page's moment, a stretch that is drawn is zoomed into. */
export function Chart(props: {
  data: PanelData;
  /** What is drawn, a column for each line of the look. */
  drawn: readonly ArrayLike<number>[];
  /** What is said of each line at a moment; what is drawn where that is absent. */
  said?: readonly ArrayLike<number>[];
  /** Says whether two looks are the same, because plots are costly to make. */
  lookKey: string;
  look: ChartLook;
  colours: readonly string[];
  /** Paints only what lies between one line and the next, as a stack does. */
  banded?: boolean;
  label: string;
  momentMs: number | undefined;
  onMoment: (ms: number | undefined) => void;
  onZoom: (fromMs: number, toMs: number) => void;
}) {
  const { data, drawn, said = drawn, lookKey, look, colours, banded = false, label, momentMs } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const current = useRef(props);
  const theme = useTheme();
  const { width, height } = useSize(box);
  const [focused, setFocused] = useState<number>();
  const isReady = width > 0 && height > 0;

  useEffect(() => {
    current.current = props;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the look by its key; the theme's colours are read from the page
  useEffect(() => {
    if (!isReady) return;
    const hooks: uPlot.Hooks.Arrays = {
      setCursor: [
        (u) => {
          const { data, onMoment, momentMs } = current.current;
          const index = u.cursor.idx;
          const isInside = u.cursor.left !== undefined && u.cursor.left >= 0 && index != null;
          const next = isInside ? timeAt(data, index) : undefined;
          if (u.cursor.event != null && next !== momentMs) onMoment(next);
        },
      ],
      setSeries: [(_u, index) => setFocused(index === null ? undefined : index - 1)],
      setSelect: [
        (u) => {
          const { left, width } = u.select;
          if (width < 6) return;
          current.current.onZoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    };
    const bands = look.lines.slice(1).map((_line, i) => ({ series: [i + 2, i + 1] as [number, number] }));
    const made = new uPlot(
      chartOptions({
        look,
        width,
        height,
        span: () => spanOf(current.current.data),
        ...(banded && { bands }),
        hooks,
      }),
      columnsOf(current.current.data, current.current.drawn, look.log),
      box.current!,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [lookKey, theme, isReady, banded]);

  useEffect(() => {
    if (isReady) plot.current?.setSize({ width, height });
  }, [width, height, isReady]);

  useEffect(() => {
    plot.current?.setData(columnsOf(data, drawn, look.log));
  }, [data, drawn, look.log]);

  const step = stepAt(data, momentMs);
  useEffect(() => {
    const u = plot.current;
    if (u === undefined) return;
    const left = step === undefined ? -10 : u.valToPos(timeAt(data, step), "x");
    if (Math.abs((u.cursor.left ?? -10) - left) > 1 && u.cursor.event == null)
      u.setCursor({ left, top: 0 }, false);
  }, [step, data]);

  const over = plot.current?.over;
  const left = over === undefined || step === undefined ? 0 : over.offsetLeft;
  const part =
    (left + (plot.current?.valToPos(step === undefined ? 0 : timeAt(data, step), "x") ?? 0)) / width;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart with keys of its own is no fieldset
    <div
      className="chart"
      role="group"
      aria-roledescription="chart"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the moment
      tabIndex={0}
      onKeyDown={(event) => {
        if (plot.current !== undefined) (plot.current.cursor as { event: unknown }).event = null;
        moveByKey(event, data, momentMs, props.onMoment);
      }}
      data-testid="chart"
    >
      <div ref={box} className="chart-plot" />
      {step !== undefined && plot.current !== undefined && (
        <Readout
          data={data}
          step={step}
          part={part}
          unit={look.unit}
          lines={look.lines.map(({ name }, i) => ({
            name,
            value: said[i]?.[step] ?? Number.NaN,
            colour: colours[i],
            strong: i === focused,
          }))}
        />
      )}
    </div>
  );
}

function spanOf({ startMs, stepMs, steps }: PanelData): [number, number] {
  return [startMs, startMs + Math.max(1, steps - 1) * stepMs];
}

/** uPlot's columns: a gap is null there. */
function columnsOf(data: PanelData, columns: readonly ArrayLike<number>[], log: boolean): uPlot.AlignedData {
  const times = Array.from({ length: data.steps }, (_, i) => timeAt(data, i));
  const gapped = columns.map((values) =>
    Array.from(values, (value): number | null =>
      !Number.isFinite(value) || (log && value <= 0) ? null : value,
    ),
  );
  return [times, ...(gapped as Column[])] as uPlot.AlignedData;
}
