import { useMemo } from "react";
import { countOf } from "../format/text.ts";
import { formatValue, valueText } from "../format/value.ts";
import { stateWord } from "../wall/tile-state.ts";
import { LastAt } from "./LastAt.tsx";
import { knownAt, type PanelProps, reduceValues } from "./panel-data.ts";
import { Scroller } from "./Scroller.tsx";
import { Spark } from "./Spark.tsx";
import { stateOf } from "./thresholds.ts";
import { useReduced } from "./use-reduced.ts";

const MAX_NUMBERS = 24;

/** A large number for each series, with its course. */
export function NumberPanel({ options, data, momentMs }: PanelProps<"number">) {
  const { unit, reduce, spark } = options;
  const { step, ranked } = useReduced(data, reduce, momentMs);
  const shown = useMemo(
    () =>
      ranked.slice(0, MAX_NUMBERS).map((each) => {
        const values = knownAt(each.of, step);
        return { ...each, values, min: reduceValues(values, "min"), max: reduceValues(values, "max") };
      }),
    [ranked, step],
  );
  return (
    <Scroller className={shown.length === 1 ? "numbers one" : "numbers"} label="Numbers">
      <ul>
        {shown.map(({ of, value, lastMs, values, min, max }) => {
          const { number, unit: behind } = formatValue(value, unit);
          const state = stateOf(value, options);
          const word = stateWord(state, options);
          return (
            <li key={of.name} data-state={state} data-testid="number">
              <h3 title={of.name}>{of.name}</h3>
              <p className="number">
                <b>{number}</b>
                <span>{behind}</span>
                {word !== "" && <em>{word}</em>}
              </p>
              <LastAt ms={lastMs} data={data} />
              <p className="number-note">
                {valueText(min, unit)} to {valueText(max, unit)}
              </p>
              {spark && <Spark values={values} steps={data.steps} filled />}
            </li>
          );
        })}
      </ul>
      {ranked.length > shown.length && (
        <p className="panel-more">
          {countOf(ranked.length - shown.length, "more series", "more series")} not shown.
        </p>
      )}
    </Scroller>
  );
}
