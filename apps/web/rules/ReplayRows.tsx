import type { Replay, Stretch } from "@mission-control/contracts";
import { useState } from "react";
import { countOf } from "../format/text.ts";
import { minuteText } from "../format/time.ts";
import { replayColour } from "./replay-plot.ts";
import { alertLabels, alertName, keyOfLabels, spanText } from "./replay-words.ts";
import { stateAt } from "./unite.ts";

/** So many are shown before the others are asked for. */
const FIRST = 12;
/** A track's own units, and the least that can be seen of it. */
const WIDE = 1_000;
const LEAST = 1.5;

const tones = [
  { name: "no-data", states: ["no-data"] },
  { name: "error", states: ["error"] },
  { name: "pending", states: ["pending"] },
  { name: "recovering", states: ["recovering"] },
  { name: "firing", states: ["firing"] },
] as const satisfies readonly { name: string; states: readonly Stretch["state"][] }[];

const stateWords: Readonly<Record<Stretch["state"], string>> = {
  normal: "",
  pending: "pending",
  firing: "firing",
  recovering: "clearing",
  "no-data": "no data",
  error: "error",
};

/** When each of its alerts would have been pending and firing, a row for each label set. */
export function ReplayRows(props: {
  replay: Replay;
  /** The series of the chart that is an alert's, -1 where it is not drawn. */
  seriesOf: readonly number[];
  /** By its labels, as `keyOfLabels` gives them. */
  focused: string | undefined;
  onFocus: (alert: string | undefined) => void;
  momentMs: number | undefined;
  onMoment: (ms: number | undefined) => void;
}) {
  const { replay, seriesOf, focused, onFocus, momentMs, onMoment } = props;
  const { alerts, more, fromMs, toMs } = replay;
  const [all, setAll] = useState(false);
  const [held, setHeld] = useState<string>();
  const differing = alertLabels(alerts);
  const shown = all ? alerts : alerts.slice(0, FIRST);
  const xOf = (ms: number) => Math.max(0, Math.min(1, (ms - fromMs) / (toMs - fromMs))) * WIDE;
  return (
    <section className="rule-card rule-rows" aria-label="Each alert" onPointerLeave={() => onFocus(held)}>
      <header>
        <h2>{differing.length === 0 ? "Its alert" : `By ${differing.join(", ")}`}</h2>
        <small>red is firing, amber is pending, grey is without data</small>
      </header>
      <ul>
        {shown.map(({ labels, stretches, firings }, i) => {
          const key = keyOfLabels(labels);
          const series = seriesOf[i] ?? -1;
          const now = momentMs === undefined ? undefined : stateAt(stretches, momentMs);
          return (
            <li key={key} data-focused={focused === key || undefined} onPointerEnter={() => onFocus(key)}>
              <button
                type="button"
                aria-pressed={held === key}
                title={labelText(labels)}
                onClick={() => {
                  const next = held === key ? undefined : key;
                  setHeld(next);
                  onFocus(next);
                }}
              >
                <i
                  className="rule-row-dot"
                  style={series < 0 ? undefined : { background: replayColour(series) }}
                  aria-hidden
                />
                <span className="rule-row-name">{alertName(labels, differing)}</span>
              </button>
              <svg
                className="rule-track"
                onPointerMove={(event) => {
                  const { left, width } = event.currentTarget.getBoundingClientRect();
                  onMoment(momentAt(replay, (event.clientX - left) / width));
                }}
                onPointerLeave={() => onMoment(undefined)}
                viewBox={`0 0 ${WIDE} 16`}
                preserveAspectRatio="none"
                role="img"
                aria-label={toldOf(stretches, firings)}
              >
                {tones.map(({ name, states }) => {
                  const path = stretches
                    .filter(({ state }) => (states as readonly string[]).includes(state))
                    .map((stretch) => {
                      const left = xOf(stretch.fromMs);
                      const width = Math.max(LEAST, xOf(stretch.toMs) - left);
                      return `M${left.toFixed(1)} 0h${width.toFixed(1)}v16h-${width.toFixed(1)}z`;
                    })
                    .join("");
                  return path === "" ? null : <path key={name} d={path} data-state={name} />;
                })}
                {momentMs !== undefined && (
                  <path
                    d={`M${xOf(momentMs).toFixed(1)} 0v16`}
                    className="moment"
                    vectorEffect="non-scaling-stroke"
                  />
                )}
              </svg>
              <span className="rule-row-words" data-state={now}>
                {now !== undefined ? stateWords[now] : firings === 0 ? "" : `${firings}×`}
              </span>
            </li>
          );
        })}
      </ul>
      {alerts.length > shown.length && (
        <button type="button" className="rule-add" onClick={() => setAll(true)}>
          Show {countOf(alerts.length - shown.length, "more", "more")}
        </button>
      )}
      {more > 0 && <p className="rule-note">{countOf(more, "other label set")} not told here.</p>}
    </section>
  );
}

/** The chart's moment that is nearest to a part of its time, from 0 to 1. */
function momentAt({ fromMs, toMs, chart }: Replay, part: number): number {
  const ms = fromMs + part * (toMs - fromMs);
  return chart.timesMs.find((each) => each >= ms) ?? chart.timesMs.at(-1) ?? Math.round(ms);
}

const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(", ");

/** The firings of a row for who cannot see them: as many as one listens to. */
function toldOf(stretches: readonly Stretch[], firings: number): string {
  const fired = stretches.filter(({ state }) => state === "firing");
  if (fired.length === 0) return stretches.length === 0 ? "always normal" : "did not fire";
  const last = fired.at(-1)!.toMs;
  const told = fired
    .slice(-3)
    .map(({ fromMs, toMs }) => `${minuteText(fromMs, last)} for ${spanText(toMs - fromMs)}`);
  return `fired ${countOf(firings, "time")}, last ${told.join(", ")}`;
}
