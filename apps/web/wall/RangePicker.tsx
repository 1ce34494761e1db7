import { ChevronDown } from "lucide-react";
import { Choice } from "../chrome/Choice.tsx";
import { type Range, ranges } from "../data/ranges.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { stepText } from "../format/time.ts";
import { useLayout } from "./use-layout.ts";
import { useWall } from "./wall-context.ts";

const choices = ranges.map(({ name, label }) => ({ id: name, label: `Last ${label}` }));

/** How much time the wall shows, and the step that follows from it. */
export function RangePicker({ range }: { range: Range }) {
  const { context } = useWall();
  useLayout(context);
  const [, change] = useWallSearch();
  const step = context.size > 0 ? stepText(context.step) : "";
  return (
    <Choice
      label={`Range: last ${range.label}, steps of ${step}`}
      menuLabel="Range"
      className="pill range"
      choices={choices}
      value={range.name}
      onChoose={(name) => change({ range: name })}
      placement="bottom end"
    >
      <span>Last</span>
      <b>{range.label}</b>
      <span className="range-step">{step} steps</span>
      <ChevronDown size={14} aria-hidden />
    </Choice>
  );
}
