import type { Deploy, Replay, Rule, Unit } from "@mission-control/contracts";
import { CircleAlert, Info } from "lucide-react";
import { useMemo, useState } from "react";
import { useDeploys } from "../data/use-deploys.ts";
import { minuteText, momentText } from "../format/time.ts";
import { valueText } from "../format/value.ts";
import { ReplayChart } from "./ReplayChart.tsx";
import { ReplayFigures } from "./ReplayFigures.tsx";
import { ReplayRows } from "./ReplayRows.tsx";
import { replayColour } from "./replay-plot.ts";
import {
  alertLabels,
  alertName,
  effortOf,
  headlineOf,
  keyOfLabels,
  type ReplayRange,
  replayRanges,
} from "./replay-words.ts";
import type { RuleDraft } from "./rule-draft.ts";
import { Tuner } from "./Tuner.tsx";
import type { Replayed } from "./use-replay.ts";

/** What the rule would have done: replayed as it is written now. `missing` says what it lacks to be replayed. */
export function RulePreview(props: {
  rule: Rule | undefined;
  missing: string | undefined;
  replayed: Replayed;
  range: ReplayRange;
  onRange: (range: ReplayRange) => void;
  onTake: (by: Partial<RuleDraft>) => void;
}) {
  const { rule, missing, replayed, range, onRange, onTake } = props;
  const { failure, progress, isStopped } = replayed;
  // What is no whole rule has no replay: an older one is of something else.
  const replay = missing === undefined ? replayed.replay : undefined;
  const [momentMs, setMomentMs] = useState<number>();
  /** The labels of the alert that stands out: in the next replay it may have another place, or none. */
  const [focused, setFocused] = useState<string>();
  const deploys = useDeploys(range.ms, replay?.toMs);
  const near = useMemo(() => within(deploys, replay), [deploys, replay]);
  const seriesOf = useMemo(() => (replay === undefined ? [] : seriesOfAlerts(replay)), [replay]);
  const isOld = progress !== undefined || isStopped;
  const at = alertOf(replay, focused);
  const series = seriesOf[at];
  return (
    <div className="rule-preview" data-old={isOld || undefined}>
      <section className="rule-card" aria-label="Replay" aria-busy={progress !== undefined}>
        <header>
          <h2 aria-live="polite" data-testid="headline">
            {missing !== undefined
              ? "What it would have done"
              : replay === undefined || failure !== undefined
                ? progress !== undefined
                  ? `Replaying ${range.words}…`
                  : "What it would have done"
                : headlineOf(replay.stats.firings, rangeOf(replay) ?? range)}
          </h2>
          {replay !== undefined && failure === undefined && <small>{effortOf(replay)}</small>}
          <Ranges value={range} onChange={onRange} />
        </header>
        {progress !== undefined && (
          <div className="rule-progress">
            <progress value={progress} max={1} aria-label="How far the replay is" />
            {progress > 0 && (
              <button type="button" className="link-button" onClick={replayed.stop}>
                Stop
              </button>
            )}
          </div>
        )}
        {missing !== undefined && (
          <p className="rule-words" data-testid="preview-words">
            <Info size={14} aria-hidden /> {missing}
          </p>
        )}
        {missing === undefined && isStopped && (
          <p className="rule-words">
            <Info size={14} aria-hidden /> Stopped.{" "}
            <button type="button" className="link-button" onClick={replayed.again}>
              Replay it
            </button>
          </p>
        )}
        {missing === undefined && failure !== undefined && progress === undefined && (
          <p className="rule-words bad" role="alert" data-testid="preview-words">
            <CircleAlert size={14} aria-hidden />
            <span>
              {failure.message}{" "}
              <button type="button" className="link-button" onClick={replayed.again}>
                Try again
              </button>
            </span>
          </p>
        )}
        {replay === undefined ? (
          <div className="rule-chart empty" aria-hidden />
        ) : replay.chart.series.length === 0 ? (
          <div className="rule-chart empty">
            <p>No values in {range.words}.</p>
          </div>
        ) : (
          <div className="rule-plot">
            <ReplayChart
              replay={replay}
              deploys={near}
              label={`Values of ${range.words}. ${headlineOf(replay.stats.firings, range)}`}
              focused={series === undefined || series < 0 ? undefined : { series, alert: at }}
              momentMs={momentMs}
              onMoment={setMomentMs}
            />
            {momentMs !== undefined && (
              <Moment replay={replay} momentMs={momentMs} deploys={near} only={series} />
            )}
          </div>
        )}
        {replay?.warnings.map((warning) => (
          <p key={warning} className="rule-words warn" data-testid="replay-warning">
            <CircleAlert size={14} aria-hidden /> {withTimes(warning, replay.toMs)}
          </p>
        ))}
      </section>
      {replay !== undefined && failure === undefined && (
        <>
          <ReplayFigures replay={replay} />
          {rule !== undefined && (
            <Tuner rule={rule} rangeMs={range.ms} perWeek={replay.stats.perWeek} onTake={onTake} />
          )}
          {replay.alerts.length > 0 && (
            <ReplayRows
              replay={replay}
              seriesOf={seriesOf}
              focused={focused}
              onFocus={setFocused}
              momentMs={momentMs}
              onMoment={setMomentMs}
            />
          )}
        </>
      )}
    </div>
  );
}

function Ranges({ value, onChange }: { value: ReplayRange; onChange: (range: ReplayRange) => void }) {
  return (
    <fieldset className="rule-ranges">
      <legend className="sr-only">Replay over the last</legend>
      {replayRanges.map((range) => (
        <button
          key={range.name}
          type="button"
          aria-pressed={range.name === value.name}
          onClick={() => onChange(range)}
        >
          {range.label}
        </button>
      ))}
    </fieldset>
  );
}

/** So many values are told at a moment. */
const TOLD = 6;

/** The values of a moment, the largest first. */
function Moment(props: {
  replay: Replay;
  momentMs: number;
  deploys: readonly Deploy[];
  only: number | undefined;
}) {
  const { replay, momentMs, deploys, only } = props;
  const { timesMs, series } = replay.chart;
  const at = timesMs.findIndex((ms) => ms >= momentMs);
  const differing = alertLabels(series);
  const columnMs = timesMs.length > 1 ? timesMs[1]! - timesMs[0]! : replay.stepMs;
  const told = series
    .map(({ labels, min, mean, max }, i) => ({ i, labels, min: min[at], value: mean[at], max: max[at] }))
    .filter(({ i, value }) => value != null && (only === undefined || only < 0 || i === only))
    .sort((a, b) => b.max! - a.max!);
  const part = (momentMs - replay.fromMs) / (replay.toMs - replay.fromMs);
  const text = (value: number | null | undefined) => valueText(value ?? Number.NaN, replay.unit as Unit);
  const near = deploys.filter(({ timeMs }) => Math.abs(timeMs - momentMs) <= columnMs * 3);
  return (
    <div className={part > 0.5 ? "readout rule-readout left" : "readout rule-readout"} data-testid="moment">
      <b>{momentText(momentMs, replay.toMs)}</b>
      {told.slice(0, TOLD).map(({ i, labels, min, value, max }) => (
        <div key={JSON.stringify(labels)}>
          <i style={{ background: replayColour(i) }} />
          <span>{series.length === 1 ? "value" : alertName(labels, differing)}</span>
          <em>{min === max ? text(value) : `${text(min)} – ${text(max)}`}</em>
        </div>
      ))}
      {told.length === 0 && <span className="readout-words">no value here</span>}
      {told.length > TOLD && <span className="readout-words">{told.length - TOLD} more</span>}
      {near.map(({ id, service, version }) => (
        <span key={id} className="readout-words">
          deploy of {service} {version}
        </span>
      ))}
    </div>
  );
}

/** The server writes moments in full, so that they mean one thing: here they are as the page shows them. */
const withTimes = (words: string, nowMs: number): string =>
  words.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => minuteText(Date.parse(iso), nowMs));

/** Which of the chart's series is an alert's, by the labels; -1 where it is not drawn. */
function seriesOfAlerts({ alerts, chart }: Replay): number[] {
  const at = new Map(chart.series.map(({ labels }, i) => [keyOfLabels(labels), i]));
  return alerts.map(({ labels }) => at.get(keyOfLabels(labels)) ?? -1);
}

/** Which of the alerts has these labels; -1 where none has. */
const alertOf = (replay: Replay | undefined, key: string | undefined): number =>
  (replay?.alerts ?? []).findIndex(({ labels }) => keyOfLabels(labels) === key);

const within = (deploys: readonly Deploy[], replay: Replay | undefined): readonly Deploy[] =>
  replay === undefined
    ? []
    : deploys.filter(({ timeMs }) => timeMs >= replay.fromMs && timeMs <= replay.toMs);

/** The range that a replay is of, which is another than the chosen one until the next is there. */
const rangeOf = ({ fromMs, toMs }: Replay): ReplayRange | undefined =>
  replayRanges.find(({ ms }) => Math.abs(ms - (toMs - fromMs)) < ms * 0.02);
