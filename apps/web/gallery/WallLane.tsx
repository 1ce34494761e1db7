import { createHorizon, type HorizonStyle, type Mode, type ScaleKind } from "cubism-es";
import { memo, useMemo, useRef } from "react";
import { useTheStack } from "../cubism/stack-context.ts";
import { usePlaced } from "../cubism/use-drawing.ts";
import { useTheme } from "../style/theme.ts";
import { useLanePx } from "../wall/use-lane-px.ts";
import type { MadeLane } from "./five-hundred.ts";
import { useStage } from "./gallery-context.ts";
import { LaneFrame } from "./LaneFrame.tsx";
import { rampOf } from "./style-of.ts";
import { useLaneReading } from "./use-lane-reading.ts";

/** What can be changed of all 500 lanes while they run. */
export interface WallLook {
  readonly bands: number;
  readonly mode: Mode;
  readonly scale: ScaleKind;
  readonly safe: boolean;
}

/** One of the 500, drawn on the stack that they share. */
export const WallLane = memo(function WallLane(props: { made: MadeLane; group: string; look: WallLook }) {
  const { made, group, look } = props;
  const { bands, mode, scale, safe } = look;
  const { context, feed } = useStage();
  const theme = useTheme();
  const height = useLanePx();
  const item = useRef<HTMLLIElement>(null);
  const picture = useRef<HTMLSpanElement>(null);
  const value = useRef<HTMLSpanElement>(null);
  const feds = useMemo(() => [feed.feed(made.signal)], [feed, made]);
  const metric = feds[0]!.metric;
  const style = useMemo(
    (): HorizonStyle => ({ metric, height, ramp: rampOf(theme, made.ramp, safe), bands, mode, scale }),
    [metric, height, theme, made, safe, bands, mode, scale],
  );
  const texts = useMemo(
    () => ({ label: made.name, longLabel: `${group} ${made.name}`, unit: made.unit, reader: metric }),
    [made, group, metric],
  );
  const read = useLaneReading({ texts, feds, value, picture });
  usePlaced(createHorizon, useTheStack(), item, context, style, read);
  return (
    <LaneFrame texts={texts} item={item} value={value}>
      <span ref={picture} className="lane-picture" role="img" aria-label={texts.longLabel} />
    </LaneFrame>
  );
});
