import { limits, type Replay, type Stretch } from "@mission-control/contracts";
import type { Labels } from "@mission-control/series";
import { alertIdOf } from "./alert-id.ts";
import type { Condition } from "./condition.ts";
import { createFirings, type KnownDeploy, statsOf } from "./firings.ts";
import { createJudge, type Judged, type JudgedRule } from "./judge.ts";
import { createPlayer, type PlayedPart } from "./play.ts";
import { createReplayChart } from "./replay-chart.ts";

/** Label sets that a chart can tell apart. */
const CHART_SERIES = 12;
/** Stretches of one label set that are told; the steps of a month are more than anyone can look at. */
const MOST_STRETCHES = 2_000;

/** What became of one label set. */
interface Track {
  readonly labels: Readonly<Record<string, string>>;
  readonly stretches: Stretch[];
  state: Stretch["state"];
  sinceMs: number;
  isCut: boolean;
}

/**
 * What a rule would have done with what was: the judge that is live, stepped over the parts of a range in their order, and what
 * is counted and drawn of it. `grid` are the steps at which the rule is evaluated.
 */
export function createReplay(options: {
  rule: JudgedRule;
  condition: Condition;
  grid: { readonly startMs: number; readonly endMs: number; readonly stepMs: number };
  deploys: readonly KnownDeploy[];
}) {
  const { rule, condition, grid, deploys } = options;
  const judge = createJudge({ rule, condition });
  const firings = createFirings();
  const chart = createReplayChart(grid);
  const tracks = new Map<string, Track>();
  let steps = 0;

  function turn({ id, labels, from, to, atMs }: Judged): void {
    const track = trackOf(id, labels);
    close(track, from, atMs);
    track.state = to;
    track.sinceMs = atMs;
  }

  function trackOf(id: string, labels: Readonly<Record<string, string>>): Track {
    let track = tracks.get(id);
    if (track === undefined) {
      track = { labels, stretches: [], state: "normal", sinceMs: grid.startMs, isCut: false };
      tracks.set(id, track);
    }
    return track;
  }

  function close(track: Track, state: Stretch["state"], toMs: number): void {
    if (state === "normal" || toMs <= track.sinceMs) return;
    if (track.stretches.length < MOST_STRETCHES) track.stretches.push({ state, fromMs: track.sinceMs, toMs });
    else track.isCut = true;
  }

  const player = createPlayer(judge, (change) => {
    firings.take(change);
    turn(change);
  });

  return {
    /** Takes a part in pieces, each a few milliseconds of work at most. */
    *take(part: PlayedPart): Generator<void> {
      steps += part.timesMs.length;
      yield* chart.take(part);
      yield* player.play(part);
      // Also what never was but normal is shown.
      for (const { id, labels } of judge.states()) trackOf(id, labels);
    },
    /** What came of it, once all parts were taken. */
    finish(): Omit<Replay, "tookMs"> {
      const beganMs = player.beganMs();
      for (const track of tracks.values()) close(track, track.state, grid.endMs);
      const ordered = [...tracks]
        .map(([id, track]) => ({ id, track, firings: firings.of(id) }))
        .sort((a, b) => b.firings - a.firings || b.track.stretches.length - a.track.stretches.length);
      const places = new Map(ordered.map(({ id }, place) => [id, place]));
      const placeOf = (labels: Labels) => places.get(alertIdOf(rule.slug, labels)) ?? ordered.length;
      const warnings: string[] = [];
      if (beganMs === undefined)
        warnings.push(
          condition.levels === null
            ? "Nothing would have fired: the expression gave nothing in all this time."
            : "There is nothing to look at: the expression gave nothing in all this time.",
        );
      else if (beganMs - grid.startMs > 2 * grid.stepMs && condition.levels !== null)
        warnings.push(`Data begin ${new Date(beganMs).toISOString()}: what was before is not known.`);
      if (ordered.some(({ track }) => track.isCut))
        warnings.push(
          `Some alerts changed more than ${MOST_STRETCHES} times: their last changes are not drawn.`,
        );
      return {
        fromMs: grid.startMs,
        toMs: grid.endMs,
        stepMs: grid.stepMs,
        steps,
        stats: statsOf(firings.all(), {
          fromMs: condition.levels === null ? grid.startMs : (beganMs ?? grid.startMs),
          toMs: grid.endMs,
          deploys,
        }),
        alerts: ordered.slice(0, limits.alertsPerReplay).map(({ track, firings: count }) => ({
          labels: { ...track.labels },
          stretches: track.stretches,
          firings: count,
        })),
        more: Math.max(0, ordered.length - limits.alertsPerReplay),
        chart: chart.finish(CHART_SERIES, placeOf),
        levels: condition.levels,
        unit: condition.unit,
        warnings,
      };
    },
  };
}
