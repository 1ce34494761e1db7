import { countOf } from "../format/text.ts";
import { formatValue, valueText } from "../format/value.ts";
import { type PanelProps, reduceValues, stepAt } from "./panel-data.ts";
import { rankReduced } from "./rank.ts";
import { Scroller } from "./Scroller.tsx";
import { Spark } from "./Spark.tsx";
import { stateOf } from "./thresholds.ts";

const MAX_NUMBERS = 24;
const STATE_WORDS = { ok: "", none: "", warn: "doubtful", bad: "bad" } as const;

/** A large number for each series, with its course. */
export function NumberPanel({ options, data, momentMs }: PanelProps<"number">) {
  const { unit, reduce, spark } = options;
  const step = stepAt(data, momentMs);
  const ranked = rankReduced(data.series, reduce);
  const shown = ranked.slice(0, MAX_NUMBERS);
  return (
    <Scroller className={shown.length === 1 ? "numbers one" : "numbers"} label="Numbers">
      <ul>
        {shown.map(({ of, value }) => {
          const now = step === undefined ? value : (of.values[step] ?? Number.NaN);
          const { number, unit: behind } = formatValue(now, unit);
          const state = stateOf(now, options);
          const [min, max] = [reduceValues(of.values, "min"), reduceValues(of.values, "max")];
          return (
            <li key={of.name} data-state={state} data-testid="number">
              <h3 title={of.name}>{of.name}</h3>
              <p className="number">
                <b>{number}</b>
                <span>{behind}</span>
                {STATE_WORDS[state] !== "" && <em>{STATE_WORDS[state]}</em>}
              </p>
              <p className="number-note">
                {valueText(min, unit)} to {valueText(max, unit)}
              </p>
              {spark && <Spark values={of.values} filled />}
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
