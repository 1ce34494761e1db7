import type { HorizonStyle, Mode, ScaleKind } from "cubism-es";
import { memo, useMemo, useRef } from "react";
import { useTheme } from "../chrome/theme.ts";
import { useHorizon } from "../cubism/use-drawing.ts";
import { useLanePx } from "../wall/use-lane-px.ts";
import type { MadeLane } from "./five-hundred.ts";
import { GalleryLane } from "./GalleryLane.tsx";
import { useStage } from "./gallery-context.ts";
import { rampOf } from "./style-of.ts";

/** What can be changed of all 500 lanes while they run. */
export interface WallLook {
  readonly bands: number;
  readonly mode: Mode;
  readonly scale: ScaleKind;
  readonly safe: boolean;
}

/** One of the 500. */
export const WallLane = memo(function WallLane(props: { made: MadeLane; group: string; look: WallLook }) {
  const { made, group, look } = props;
  const { bands, mode, scale, safe } = look;
  const { context, feed } = useStage();
  const theme = useTheme();
  const height = useLanePx();
  const canvas = useRef<HTMLCanvasElement>(null);
  const feds = useMemo(() => [feed.feed(made.signal)], [feed, made]);
  const metric = feds[0]!.metric;
  const style = useMemo(
    (): HorizonStyle => ({ metric, height, ramp: rampOf(theme, made.ramp, safe), bands, mode, scale }),
    [metric, height, theme, made, safe, bands, mode, scale],
  );
  const see = useHorizon(canvas, context, style);
  const texts = useMemo(
    () => ({ label: made.name, longLabel: `${group} ${made.name}`, unit: made.unit, reader: metric }),
    [made, group, metric],
  );
  return <GalleryLane texts={texts} feds={feds} canvas={canvas} see={see} />;
});
