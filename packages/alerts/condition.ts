import {
  embeddedStore,
  type Replay,
  type RuleEvents,
  type RuleWhen,
  type Unit,
} from "@mission-control/contracts";
import { ceilToStep } from "@mission-control/series";
import { isBad, isGood, type Levels } from "./levels.ts";
import { byLabelsText, durationText, matchersText } from "./promql-text.ts";

/** What a rule looks at, and when a value of that is bad. */
export interface Condition {
  readonly source:
    | { readonly kind: "promql"; readonly expr: string; readonly store: string | undefined }
    | {
        readonly kind: "events";
        readonly events: RuleEvents;
        readonly windowMs: number;
        /** The labels of its one alert. */
        readonly labels: Readonly<Record<string, string>>;
      };
  fires(value: number): boolean;
  /** Whether what fires is over. A value may be neither. */
  clears(value: number): boolean;
  /** Null where each value that is there fires. */
  readonly levels: Replay["levels"];
  readonly unit: Unit;
  /** What it means that a label set is not there, or its value is no number: for what fires it may mean another thing. */
  readonly whenAbsent: "no-data" | "normal" | "normal-unless-firing";
}

const SECOND_MS = 1_000;
const DAY_S = 86_400;
const AGAINST = { hour: "1h", day: "1d", week: "1w" } as const;

/** A rule's condition. Only texts are put together: whether an expression is a good one, its evaluation says. */
export function conditionOf(when: RuleWhen): Condition {
  switch (when.kind) {
    case "threshold": {
      const { expr, store, op, level, upper = null, unit } = when;
      const clear = when.clear ?? level;
      const levels = { op, level, upper, clear, clearUpper: when.clearUpper ?? upper };
      return ofLevels({ kind: "promql", expr, store }, levels, unit);
    }
    case "quiet": {
      const seen = `sender_last_seen_timestamp_seconds${matchersText(when.senders)}`;
      const expr = `time() - max by (${byLabelsText(when.senders)}) (${seen})`;
      return ofLevels(ours(expr), above(when.afterMs / SECOND_MS), "seconds");
    }
    case "senders": {
      const seen = `sender_last_seen_timestamp_seconds${matchersText(when.senders)}`;
      const after = when.afterMs / SECOND_MS;
      const expr = `sum by (${byLabelsText(when.senders)}) (time() - ${seen} > bool ${after})`;
      return ofLevels(ours(expr), above(when.atLeast - 1), "count");
    }
    case "events": {
      const { events, windowMs, moreThan } = when;
      const { service, host } = events;
      const labels = { ...(service === "" ? {} : { service }), ...(host === "" ? {} : { host }) };
      return ofLevels({ kind: "events", events, windowMs, labels }, above(moreThan), "count");
    }
    case "slow": {
      const of = matchersText(when.service === "" ? {} : { service: when.service });
      const rate = `rate(http_request_duration_seconds_bucket${of}[${durationText(when.windowMs)}])`;
      const expr = `histogram_quantile(${when.quantile}, sum by (service, le) (${rate}))`;
      // Without requests none is slow; but what was so slow that it died is not well.
      return { ...ofLevels(ours(expr), above(when.aboveS), "seconds"), whenAbsent: "normal-unless-firing" };
    }
    case "change": {
      const { store, against, direction, byRatio, windowMs } = when;
      const past = `(${when.expr}\n)[${durationText(windowMs)}:${stepText(windowMs, 60)}]`;
      const [mean, before] = [`avg_over_time(${past})`, `avg_over_time(${past} offset ${AGAINST[against]})`];
      const expr = `(${mean} - ${before}) / abs(${before})`;
      const levels =
        direction === "up"
          ? above(byRatio)
          : direction === "down"
            ? below(-byRatio)
            : {
                op: "outside" as const,
                level: -byRatio,
                upper: byRatio,
                clear: -byRatio,
                clearUpper: byRatio,
              };
      return ofLevels({ kind: "promql", expr, store }, levels, "ratio");
    }
    case "forecast": {
      const { store, op, level, withinMs, fromMs, unit } = when;
      const past = `(${when.expr}\n)[${durationText(fromMs)}:${stepText(fromMs, 300)}]`;
      const expr = `predict_linear(${past}, ${withinMs / SECOND_MS})`;
      return ofLevels({ kind: "promql", expr, store }, op === "above" ? above(level) : below(level), unit);
    }
    case "probe": {
      const of = matchersText(when.probe === "" ? {} : { probe: when.probe });
      const failed = `1 - avg_over_time(probe_success${of}[${durationText(when.windowMs)}])`;
      // More than all cannot fail, so there all is meant.
      const op = when.failing === 1 ? ">=" : ">";
      const expr = `sum by (probe) (${failed} ${op} bool ${when.failing})`;
      return ofLevels(ours(expr), above(when.places - 1), "count");
    }
    case "certificate": {
      const of = matchersText(when.probe === "" ? {} : { probe: when.probe });
      const expr = `min by (probe) (probe_ssl_earliest_cert_expiry${of}) - time()`;
      return ofLevels(ours(expr), below(when.withinDays * DAY_S), "seconds");
    }
    case "promql":
      return {
        source: { kind: "promql", expr: when.expr, store: when.store },
        fires: () => true,
        clears: () => false,
        levels: null,
        unit: when.unit,
        whenAbsent: "normal",
      };
  }
}

/** A query of the built-in store, where what we write ourselves is. */
const ours = (expr: string): Condition["source"] => ({ kind: "promql", expr, store: embeddedStore });

const above = (level: number): Levels => ({
  op: "above",
  level,
  upper: null,
  clear: level,
  clearUpper: null,
});
const below = (level: number): Levels => ({
  op: "below",
  level,
  upper: null,
  clear: level,
  clearUpper: null,
});

function ofLevels(source: Condition["source"], levels: Levels, unit: Unit): Condition {
  return {
    source,
    fires: (value) => isBad(levels, value),
    clears: (value) => isGood(levels, value),
    levels,
    unit,
    whenAbsent: "no-data",
  };
}

/** The step of a subquery over a window: whole tens of seconds, so that there are some `points` of it at most. */
const stepText = (windowMs: number, points: number) => durationText(ceilToStep(windowMs / points, 10_000));
