import { CircleCheck } from "lucide-react";
import { countOf } from "../format/text.ts";
import { formatValue, valueText } from "../format/value.ts";
import { goalPart } from "./goal-part.ts";
import { LastAt } from "./LastAt.tsx";
import type { PanelProps } from "./panel-data.ts";
import { Scroller } from "./Scroller.tsx";
import { useReduced } from "./use-reduced.ts";

const MAX_GOALS = 24;

/** How much of a goal is reached, by each series. */
export function GoalPanel({ options, data, momentMs }: PanelProps<"goal">) {
  const { unit, reduce, goal } = options;
  const { ranked } = useReduced(data, reduce, momentMs);
  return (
    <Scroller className="goals" label="Goals">
      <ul>
        {ranked.slice(0, MAX_GOALS).map(({ of, value, lastMs }) => {
          const { number, unit: behind } = formatValue(value, unit);
          const part = goalPart(value, goal, options.min);
          const isReached = part >= 1;
          return (
            <li key={of.name} data-reached={isReached} data-testid="goal">
              <h4 title={of.name}>{of.name}</h4>
              <p className="goal-value">
                <b>{number}</b>
                <span>{behind}</span>
                <small>of {valueText(goal, unit)}</small>
                <em>
                  {isReached && <CircleCheck size={13} aria-hidden />}
                  {Number.isNaN(part) ? "" : isReached ? "reached" : valueText(part, "ratio")}
                </em>
              </p>
              <p className="goal-track" aria-hidden>
                <i style={{ width: `${Math.max(0, Math.min(1, part || 0)) * 100}%` }} />
              </p>
              <LastAt ms={lastMs} data={data} />
            </li>
          );
        })}
      </ul>
      {ranked.length > MAX_GOALS && (
        <p className="panel-more">
          {countOf(ranked.length - MAX_GOALS, "more series", "more series")} not shown.
        </p>
      )}
    </Scroller>
  );
}
