import type { Unit } from "@mission-control/contracts";
import { momentText } from "../format/time.ts";
import { valueText } from "../format/value.ts";
import { type PanelData, timeAt } from "./panel-data.ts";

const SHOWN = 8;

/** One line of a readout. */
export interface ReadLine {
  readonly name: string;
  readonly value: number;
  readonly colour?: string | undefined;
  readonly strong?: boolean;
  /** Where it is another than the panel's. */
  readonly unit?: Unit;
}

/** What a chart says at a moment, beside it: the time, and the values there, the largest first. */
export function Readout(props: {
  data: PanelData;
  step: number;
  /** Where the moment stands in the panel, from 0 to 1. */
  part: number;
  lines: readonly ReadLine[];
  unit: Unit;
}) {
  const { data, step, part, lines, unit } = props;
  const known = lines.filter(({ value }) => !Number.isNaN(value)).sort((a, b) => b.value - a.value);
  const shown = [...known.filter(({ strong }) => strong), ...known.filter(({ strong }) => !strong)].slice(
    0,
    SHOWN,
  );
  const side = part > 0.5 ? { right: `${(1 - part) * 100}%` } : { left: `${part * 100}%` };
  return (
    <div className={part > 0.5 ? "readout left" : "readout"} style={side} data-testid="readout">
      <b>{momentText(timeAt(data, step), timeAt(data, data.steps - 1))}</b>
      {shown.map(({ name, value, colour, strong, unit: own }) => (
        <div key={name} className={strong ? "strong" : undefined}>
          {colour !== undefined && <i style={{ background: colour }} />}
          <span>{name}</span>
          <em>{valueText(value, own ?? unit)}</em>
        </div>
      ))}
      {known.length === 0 && <span className="readout-words">no value here</span>}
      {known.length > shown.length && (
        <span className="readout-words">{known.length - shown.length} more</span>
      )}
    </div>
  );
}
