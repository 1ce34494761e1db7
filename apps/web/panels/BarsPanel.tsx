import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { LastAt } from "./LastAt.tsx";
import type { PanelProps } from "./panel-data.ts";
import { Scroller } from "./Scroller.tsx";
import { stateOf } from "./thresholds.ts";
import { useReduced } from "./use-reduced.ts";

const MAX_BARS = 100;

/** A bar for each series, the largest first. */
export function BarsPanel({ options, data, momentMs }: PanelProps<"bars">) {
  const { unit, reduce, horizontal } = options;
  const { ranked } = useReduced(data, reduce, momentMs);
  const bars = ranked.slice(0, MAX_BARS);
  const numbers = bars.map(({ value }) => value).filter(Number.isFinite);
  const most = options.max ?? Math.max(0, ...numbers);
  const least = options.min ?? Math.min(0, ...numbers);
  const span = most - least || 1;
  const partOf = (value: number) => Math.max(0, Math.min(1, (value - least) / span)) * 100;
  const nothing = partOf(0);
  return (
    <Scroller className={horizontal ? "bars" : "bars upright"} label="Bars">
      <ul>
        {bars.map(({ of, value, lastMs }) => {
          const to = partOf(Number.isFinite(value) ? value : 0);
          const [from, size] = [Math.min(nothing, to), Math.abs(to - nothing)];
          return (
            <li key={of.name} data-state={stateOf(value, options)} data-testid="bar">
              <span className="bar-name" title={of.name}>
                {of.name}
              </span>
              <span className="bar-track">
                <i
                  style={
                    horizontal
                      ? { left: `${from}%`, width: `${size}%` }
                      : { bottom: `${from}%`, height: `${size}%` }
                  }
                />
              </span>
              <b>
                {valueText(value, unit)}
                <LastAt ms={lastMs} data={data} />
              </b>
            </li>
          );
        })}
      </ul>
      {ranked.length > bars.length && (
        <p className="panel-more">
          {countOf(ranked.length - bars.length, "more series", "more series")} not shown.
        </p>
      )}
    </Scroller>
  );
}
