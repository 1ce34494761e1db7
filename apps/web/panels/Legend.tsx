import type { Unit } from "@mission-control/contracts";
import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { type PanelSeries, reduceValues, shownValue } from "./panel-data.ts";
import { Scroller } from "./Scroller.tsx";

/** Under a chart: what each line is, and what it came to. Pressing one shows it alone, and again all. */
export function Legend(props: {
  lines: readonly { readonly series: PanelSeries; readonly colour: string }[];
  unit: Unit;
  step: number | undefined;
  alone: string | undefined;
  onAlone: (name: string | undefined) => void;
  hidden: number;
}) {
  const { lines, unit, step, alone, onAlone, hidden } = props;
  return (
    <Scroller className="legend" label="Series">
      <table>
        <thead>
          <tr>
            <th scope="col">{countOf(lines.length, "series", "series")}</th>
            <th scope="col">min</th>
            <th scope="col">mean</th>
            <th scope="col">max</th>
            <th scope="col">{step === undefined ? "last" : "here"}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ series: each, colour }) => (
            <tr key={each.name} className={alone !== undefined && alone !== each.name ? "dim" : undefined}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={alone === each.name}
                  title={alone === each.name ? "Show all" : "Show this alone"}
                  onClick={() => onAlone(alone === each.name ? undefined : each.name)}
                >
                  <i style={{ background: colour }} />
                  {each.name}
                </button>
              </th>
              {(["min", "mean", "max"] as const).map((how) => (
                <td key={how}>{valueText(reduceValues(each.values, how), unit)}</td>
              ))}
              <td className="last">{valueText(shownValue(each, step), unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && <p>{countOf(hidden, "more series", "more series")} not shown: the largest are.</p>}
    </Scroller>
  );
}
