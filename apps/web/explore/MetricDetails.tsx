import { useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import type { KnownMetric } from "../data/metric-catalog.ts";
import { countOf } from "../format/text.ts";
import { later } from "../later/later.ts";
import { directionWords } from "../meta/about-words.ts";
import { useMeta } from "../meta/meta-context.ts";
import { type LabelCount, useLabelCounts } from "./use-label-counts.ts";

const AboutDialog = later(async () => (await import("../meta/AboutDialog.tsx")).AboutDialog);

/** Values shown of a label before one asks for all, and the most that are ever shown. */
const FEW = 6;
const MOST = 200;

/** What is known of the chosen metric, and its labels: pressing a value narrows the expression to it. */
export function MetricDetails(props: {
  metric: KnownMetric;
  onMatch: (metric: KnownMetric, label: string, value: string) => void;
}) {
  const { metric, onMatch } = props;
  const isHistogram = metric.type === "histogram";
  const { data, error, isPending } = useLabelCounts(isHistogram ? `${metric.name}_count` : metric.name);
  const [editing, setEditing] = useState(false);
  const about = useMeta()?.aboutMetric(metric.name) ?? {};
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section className="metric-details" aria-label={metric.name} tabIndex={0}>
      <h2>{metric.name}</h2>
      {metric.called !== undefined && <p className="metric-said">{metric.called}</p>}
      {metric.help !== "" && <p>{metric.help}</p>}
      <p className="metric-facts">
        {[
          metric.type === "unknown" ? "type not told" : metric.type,
          metric.unit,
          about.direction === undefined ? "" : directionWords[about.direction].toLowerCase(),
          about.owner === undefined ? "" : `owner: ${about.owner}`,
          data === undefined
            ? ""
            : `${countOf(data.series, "series", "series")}${data.capped ? " or more" : ""}`,
        ]
          .filter((part) => part !== "")
          .join(" · ")}
      </p>
      {about.runbook !== undefined && (
        <p className="metric-said">
          <a href={about.runbook} target="_blank" rel="noreferrer">
            Runbook
          </a>
        </p>
      )}
      <button type="button" className="link-button" onClick={() => setEditing(true)}>
        About this metric…
      </button>
      {editing && (
        <Opened onClose={() => setEditing(false)}>
          <AboutDialog match={{ metric: metric.name }} onClose={() => setEditing(false)} />
        </Opened>
      )}
      {error !== null && <p className="text-bad">{error.message}</p>}
      {isPending && <p className="metrics-words">Looking at its labels…</p>}
      {data?.labels.length === 0 && <p className="metrics-words">It has no labels.</p>}
      {data?.labels.map((label) => (
        <Label key={label.name} label={label} onMatch={(value) => onMatch(metric, label.name, value)} />
      ))}
    </section>
  );
}

function Label({ label, onMatch }: { label: LabelCount; onMatch: (value: string) => void }) {
  const [all, setAll] = useState(false);
  const shown = label.values.slice(0, all ? MOST : FEW);
  const more = label.values.length - shown.length;
  return (
    <div className="metric-label">
      <h3>
        <code>{label.name}</code> <small>{countOf(label.values.length, "value")}</small>
      </h3>
      <ul>
        {shown.map(({ value, series }) => (
          <li key={value}>
            <button type="button" title={`Only ${label.name} ${value}`} onClick={() => onMatch(value)}>
              <span>{value === "" ? "(empty)" : value}</span>
              <small>{series.toLocaleString("en")}</small>
            </button>
          </li>
        ))}
        {more > 0 && !all && (
          <li>
            <button type="button" className="more" onClick={() => setAll(true)}>
              {more.toLocaleString("en")} more
            </button>
          </li>
        )}
        {more > 0 && all && (
          <li className="metrics-words">{more.toLocaleString("en")} more: type them in the expression</li>
        )}
      </ul>
    </div>
  );
}
