import {
  type ComparisonStyle,
  createComparison,
  createHorizon,
  createLine,
  divide,
  type HorizonStyle,
  type LineStyle,
  type Reader,
  type SharedExtent,
  shift,
  subtract,
} from "cubism-es";
import { useMemo, useRef } from "react";
import { useDrawing } from "../cubism/use-drawing.ts";
import { useTheme } from "../style/theme.ts";
import type { ExhibitRow } from "./exhibits.ts";
import type { Fed } from "./feed.ts";
import { GalleryLane } from "./GalleryLane.tsx";
import { useStage } from "./gallery-context.ts";
import { rampOf } from "./style-of.ts";

/** exhibits.css has the same number. */
const LANE_PX = 40;

type Row<Kind extends ExhibitRow["kind"]> = Extract<ExhibitRow, { kind: Kind }>;

/** One lane of an exhibit. */
export function ExhibitLane({ row, shared }: { row: ExhibitRow; shared: SharedExtent }) {
  if (row.kind === "horizon") return <HorizonLane row={row} shared={shared} />;
  if (row.kind === "line") return <LineLane row={row} />;
  if (row.kind === "comparison") return <ComparisonLane row={row} />;
  return null;
}

/** The metric of a row, and what fills it. */
function useFed(row: ExhibitRow, options: { keepMs?: number; grainMs?: number | undefined }): readonly [Fed] {
  const { feed } = useStage();
  const { keepMs = 0, grainMs } = options;
  return useMemo(
    () => [feed.feed(row.signal, { keepMs, ...(grainMs === undefined ? {} : { grainMs }) })],
    [feed, row, keepMs, grainMs],
  );
}

function useTexts(row: ExhibitRow, reader: Reader) {
  return useMemo(() => ({ label: row.label, unit: row.unit, reader }), [row, reader]);
}

function HorizonLane({ row, shared }: { row: Row<"horizon">; shared: SharedExtent }) {
  const { context } = useStage();
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const feds = useFed(row, row);
  const [{ metric }] = feds;
  const style = useMemo((): HorizonStyle => {
    const { extent, ...options } = row.options;
    const ramp = rampOf(theme, row.ramp, row.safe);
    return { metric, height: LANE_PX, ramp, ...options, extent: extent === "shared" ? shared : extent };
  }, [metric, theme, row, shared]);
  const see = useDrawing(createHorizon, canvas, context, style);
  return <GalleryLane texts={useTexts(row, metric)} feds={feds} canvas={canvas} see={see} />;
}

function LineLane({ row }: { row: Row<"line"> }) {
  const { context } = useStage();
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const feds = useFed(row, row);
  const [{ metric }] = feds;
  const style = useMemo(
    (): LineStyle => ({ metric, height: LANE_PX, ramp: rampOf(theme, row.ramp) }),
    [metric, theme, row],
  );
  const see = useDrawing(createLine, canvas, context, style);
  return <GalleryLane texts={useTexts(row, metric)} feds={feds} canvas={canvas} see={see} />;
}

function ComparisonLane({ row }: { row: Row<"comparison"> }) {
  const { context } = useStage();
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const feds = useFed(row, { keepMs: row.shiftMs });
  const [{ metric }] = feds;
  const style = useMemo((): ComparisonStyle => {
    const ramp = rampOf(theme, row.ramp);
    return { primary: metric, secondary: shift(metric, row.shiftMs), height: LANE_PX, ramp };
  }, [metric, theme, row]);
  const see = useDrawing(createComparison, canvas, context, style);
  const by = useMemo(() => {
    const before = shift(metric, row.shiftMs);
    return divide(subtract(metric, before), before);
  }, [metric, row]);
  return <GalleryLane texts={useTexts(row, by)} feds={feds} canvas={canvas} see={see} />;
}
