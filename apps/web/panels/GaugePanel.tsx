import { countOf } from "../format/text.ts";
import { formatValue, valueText } from "../format/value.ts";
import { stateWord } from "../wall/tile-state.ts";
import { arcPath, gaugeEnds } from "./gauge-arc.ts";
import { LastAt } from "./LastAt.tsx";
import type { PanelProps } from "./panel-data.ts";
import { Scroller } from "./Scroller.tsx";
import { stateOf } from "./thresholds.ts";
import { useReduced } from "./use-reduced.ts";

const MAX_GAUGES = 24;

/** Where each series stands between two ends, on an arc. */
export function GaugePanel({ options, data, momentMs }: PanelProps<"gauge">) {
  const { unit, reduce, warnAt, badAt } = options;
  const { ranked } = useReduced(data, reduce, momentMs);
  const [least, most] = gaugeEnds(
    options,
    ranked.map(({ value }) => value),
  );
  const partOf = (value: number) => Math.max(0, Math.min(1, (value - least) / (most - least)));
  const marks = [
    { at: warnAt, state: "warn" },
    { at: badAt, state: "bad" },
  ].filter(({ at }) => at !== undefined && at >= least && at <= most);
  return (
    <Scroller className="gauges" label="Gauges">
      <ul>
        {ranked.slice(0, MAX_GAUGES).map(({ of, value, lastMs }) => {
          const { number, unit: behind } = formatValue(value, unit);
          const state = stateOf(value, options);
          const word = stateWord(state, options);
          return (
            <li key={of.name} data-state={state} data-testid="gauge">
              <svg viewBox="0 0 100 62" aria-hidden focusable="false">
                <path className="gauge-track" d={arcPath(0, 1)} />
                {Number.isFinite(value) && <path className="gauge-arc" d={arcPath(0, partOf(value))} />}
                {marks.map(({ at, state }) => (
                  <path
                    key={state}
                    className={`gauge-mark ${state}`}
                    d={arcPath(partOf(at!) - 0.006, partOf(at!) + 0.006)}
                  />
                ))}
              </svg>
              <p className="gauge-value">
                <b>{number}</b>
                <span>{behind}</span>
              </p>
              <h4 title={of.name}>
                {of.name}
                {word !== "" && <em> {word}</em>}
              </h4>
              <LastAt ms={lastMs} data={data} />
              <small>
                {valueText(least, unit)} to {valueText(most, unit)}
              </small>
            </li>
          );
        })}
      </ul>
      {ranked.length > MAX_GAUGES && (
        <p className="panel-more">
          {countOf(ranked.length - MAX_GAUGES, "more series", "more series")} not shown.
        </p>
      )}
    </Scroller>
  );
}
