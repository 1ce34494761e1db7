import { spanOf } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { stepText } from "../format/time.ts";
import { RangeButton } from "../time/RangeButton.tsx";
import { useLayout } from "./use-layout.ts";
import { useWall } from "./wall-context.ts";

/** How much time the wall shows, and the step that follows from it. */
export function RangePicker() {
  const { context } = useWall();
  useLayout(context);
  const [search, change] = useWallSearch();
  const step = context.size > 0 ? stepText(context.step) : "";
  return (
    <RangeButton
      span={spanOf(search)}
      step={step}
      // Another length may stand still where the one before did; a stretch of its own says itself where it ends.
      onChange={(by) => change(by.from === undefined ? by : { ...by, pause: undefined })}
    />
  );
}
