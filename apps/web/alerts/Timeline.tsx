import type { Stretch } from "@mission-control/contracts";
import { useRef, useState } from "react";
import { countOf } from "../format/text.ts";
import { exactTime, lengthText } from "../format/time.ts";
import { zonedTicks } from "../format/zoned-axis.ts";
import { useSize } from "../panels/use-size.ts";
import { stateWord } from "./Marks.tsx";
import type { AlertLane } from "./stretches.ts";

const SHOWN = 30;
const GAP_PX = 90;

/** A lane for each alert, its stretches in the colours of their states, all on one axis. */
export function Timeline(props: { lanes: readonly AlertLane[]; fromMs: number; toMs: number }) {
  const { lanes, fromMs, toMs } = props;
  const [most, setMost] = useState(SHOWN);
  const axis = useRef<HTMLDivElement>(null);
  const { width } = useSize(axis);
  const spanMs = Math.max(1, toMs - fromMs);
  const laid = { startMs: fromMs, endMs: toMs, step: spanMs / Math.max(1, width), columnPx: 1 };
  const ticks = width === 0 ? [] : zonedTicks(laid, width, { minGapPx: GAP_PX });
  return (
    <section className="timeline" aria-label="Timeline">
      <div className="timeline-head">
        <p className="timeline-key" aria-hidden>
          {(["firing", "pending", "no-data", "error"] as const).map((state) => (
            <span key={state}>
              <i data-state={state} /> {stateWord(state)}
            </span>
          ))}
        </p>
        <div ref={axis} className="timeline-axis" aria-hidden>
          {ticks.map(({ x, label }) => (
            <span key={`${x} ${label}`} style={{ left: x }} data-last={x > width - 44 || undefined}>
              {label}
            </span>
          ))}
        </div>
      </div>
      <ul>
        {lanes.slice(0, most).map((lane) => (
          <li key={lane.alert} className="timeline-lane" data-testid="timeline-lane">
            <p className="timeline-name" title={labelText(lane)}>
              <span>{lane.title}</span> <small>{Object.values(lane.labels).join(" · ")}</small>
            </p>
            <div className="timeline-track" role="img" aria-label={spoken(lane)}>
              {lane.stretches.map((stretch) => (
                <i
                  key={stretch.fromMs}
                  data-state={stretch.state}
                  title={stretchText(stretch)}
                  style={{
                    // What happens now is seen at the edge, too.
                    left: `min(${((stretch.fromMs - fromMs) / spanMs) * 100}%, 100% - 3px)`,
                    width: `${((stretch.toMs - stretch.fromMs) / spanMs) * 100}%`,
                  }}
                />
              ))}
            </div>
          </li>
        ))}
      </ul>
      {lanes.length > most && (
        <button type="button" className="button small" onClick={() => setMost(most + 4 * SHOWN)}>
          Show more of {lanes.length.toLocaleString("en")} alerts
        </button>
      )}
    </section>
  );
}

const labelText = ({ title, labels }: AlertLane): string =>
  [title, ...Object.entries(labels).map(([name, value]) => `${name} ${value}`)].join("\n");

const stretchText = ({ state, fromMs, toMs }: Stretch): string =>
  `${stateWord(state)} for ${lengthText(toMs - fromMs)}\n${exactTime(fromMs)} to\n${exactTime(toMs)}`;

/** The same in words, for whoever does not see it. */
function spoken({ title, labels, stretches, firings }: AlertLane): string {
  const firedMs = stretches
    .filter(({ state }) => state === "firing" || state === "recovering")
    .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const last = stretches.at(-1)!;
  const said = [
    [title, ...Object.values(labels)].join(" "),
    `began to fire ${countOf(firings, "time")}`,
    firedMs === 0 ? "fired at no time shown" : `fired for ${lengthText(firedMs)} in all`,
    `last ${stateWord(last.state)} until ${exactTime(last.toMs)}`,
  ];
  return said.join(", ");
}
