import { CircleAlert, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { findMetrics, type KnownMetric } from "../data/metric-catalog.ts";
import type { Failure } from "../data/outcome.ts";
import { rangeOf } from "../data/ranges.ts";
import { useStatus } from "../data/use-status.ts";
import { StartPanel } from "../onboarding/StartPanel.tsx";
import type { DrawnPanel } from "../panels/PanelView.tsx";
import { PanelView } from "../panels/PanelView.tsx";
import type { ExploreSearch, Kind } from "./explore-search.ts";
import { Starts } from "./Starts.tsx";
import type { Answer } from "./use-answer.ts";

/** What this product tells of itself; others may tell the same of themselves. */
const OWN = /^(mission_control|nodejs|process|http_server)_/;

/** The answer as a panel, or in words why there is none and what to do. */
export function Answered(props: {
  answer: Answer;
  panel: DrawnPanel;
  search: ExploreSearch;
  catalog: readonly KnownMetric[] | undefined;
  momentMs: number | undefined;
  onMoment: (ms: number | undefined) => void;
  onZoom: (fromMs: number, toMs: number) => void;
  onAgain: () => void;
  onChoose: (metric: KnownMetric) => void;
  onStart: (metric: KnownMetric, kind: Kind) => void;
}) {
  const { answer, panel, search, catalog, momentMs, onMoment, onZoom, onAgain, onChoose, onStart } = props;
  const exprs = search.expr ?? [];
  const away = [...answer.failures.values()].find((each) => each.away === true);
  const { data } = answer;
  const sources = useStatus().data?.sources ?? [];
  const isQuiet = sources.length > 0 && sources.every(({ received }) => received === 0);

  if (exprs.length === 0 && isQuiet && catalog?.every(({ name }) => OWN.test(name)) === true) {
    return <NothingSent />;
  }
  if (exprs.length === 0) {
    return (
      <Words title="Nothing is looked at yet" Icon={SearchX}>
        <p>
          Choose a metric from the list, or write an expression above and press Enter. Or begin with one of
          these:
        </p>
        <Starts catalog={catalog ?? []} onStart={onStart} />
      </Words>
    );
  }
  if (data === undefined && answer.failures.size > 0) {
    return <FailureWords failure={away ?? [...answer.failures.values()][0]!} onAgain={onAgain} />;
  }
  if (data === undefined) return <div className="panel-skeleton" role="status" aria-label="Asking" />;
  if (panel.kind === "scatter" && exprs.length < 2) {
    return (
      <Words title="A scatter needs two expressions" Icon={SearchX}>
        <p>The first goes to the right. Write the second above, or choose a metric for it from the list.</p>
      </Words>
    );
  }
  if (data.series.length === 0) {
    return <NoSeries exprs={exprs} search={search} catalog={catalog} onChoose={onChoose} />;
  }
  return (
    <>
      {away !== undefined && (
        <p className="panel-stale" role="status">
          <CircleAlert size={14} aria-hidden />
          {away.message} What stands here is from before.
          <button type="button" onClick={onAgain}>
            Ask again
          </button>
        </p>
      )}
      <PanelView panel={panel} data={data} momentMs={momentMs} onMoment={onMoment} onZoom={onZoom} />
    </>
  );
}

/** Where only this product's own metrics are: what makes others appear. */
function NothingSent() {
  return (
    <Words title="Nothing is sent here yet" Icon={SearchX}>
      <p>
        So far there are only the metrics that Mission Control has of itself. Run one of these commands, and
        what it sends appears in the list.
      </p>
      <div className="send-here">
        <StartPanel />
      </div>
    </Words>
  );
}

function FailureWords({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
  const isWrong = failure.column !== undefined;
  return (
    <Words title={isWrong ? "This expression cannot be read" : "No answer"} Icon={CircleAlert} bad>
      <p>
        {isWrong ? "What is wrong stands below the expression, and is underlined there." : failure.message}
      </p>
      {!isWrong && (
        <button type="button" className="button" onClick={onAgain}>
          Ask again
        </button>
      )}
    </Words>
  );
}

function NoSeries(props: {
  exprs: readonly string[];
  search: ExploreSearch;
  catalog: readonly KnownMetric[] | undefined;
  onChoose: (metric: KnownMetric) => void;
}) {
  const { exprs, search, catalog, onChoose } = props;
  const missing = catalog === undefined ? undefined : missingName(exprs, catalog);
  if (missing === undefined) {
    const stretch = search.from === undefined ? `the last ${rangeOf(search.range).label}` : "this stretch";
    return (
      <Words title={`No data in ${stretch}`} Icon={SearchX}>
        <p>
          The expression is fine, but no series matched it. A longer range or fewer matchers may show some.
        </p>
      </Words>
    );
  }
  const near = findMetrics(catalog ?? [], missing.slice(0, 1 + missing.length / 2), 4);
  return (
    <Words title={`There is no metric called ${missing}`} Icon={SearchX}>
      {near.length > 0 && (
        <p className="near">
          Is one of these meant?{" "}
          {near.map((metric) => (
            <button key={metric.name} type="button" className="button" onClick={() => onChoose(metric)}>
              <code>{metric.name}</code>
            </button>
          ))}
        </p>
      )}
    </Words>
  );
}

/** The name of the first expression that is nothing but a metric's name with matchers, where there is no such metric. */
function missingName(exprs: readonly string[], catalog: readonly KnownMetric[]): string | undefined {
  const known = new Set(catalog.map(({ name }) => name));
  return exprs
    .map(
      (expr) =>
        /^(?:\w+\()*([a-zA-Z_:][\w:]*)\s*(?:\{[^}]*\})?\s*(?:\[[^\]]*\])?[\s)]*$/.exec(expr.trim())?.[1],
    )
    .find(
      (name) =>
        name !== undefined && !known.has(name) && !known.has(name.replace(/_(bucket|count|sum)$/, "")),
    );
}

function Words(props: { title: string; Icon: typeof SearchX; bad?: boolean; children: ReactNode }) {
  const { title, Icon, bad = false, children } = props;
  return (
    <div className={bad ? "panel-words bad" : "panel-words"} data-testid="panel-words">
      <Icon size={22} aria-hidden />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
