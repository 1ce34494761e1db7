import { Link, useNavigate } from "@tanstack/react-router";
import { BellPlus, ListPlus } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { Opened } from "../chrome/Opened.tsx";
import { TopBar } from "../chrome/TopBar.tsx";
import type { KnownMetric } from "../data/metric-catalog.ts";
import { placeOfNewRule } from "../data/place-of-rule.ts";
import { useServices } from "../data/services.ts";
import { useCatalog } from "../data/use-catalog.ts";
import { later } from "../later/later.ts";
import { calledMetric } from "../meta/called-metric.ts";
import { unitOfExpr } from "../meta/lane-of-expr.ts";
import { useMeta } from "../meta/meta-context.ts";
import { StartPanel } from "../onboarding/StartPanel.tsx";
import { useSize } from "../panels/use-size.ts";
import { Answered } from "./Answered.tsx";
import { addMatcher } from "./add-matcher.ts";
import { CopyLink } from "./CopyLink.tsx";
import { ExploreRange } from "./ExploreRange.tsx";
import { AddExpr, ExprRow } from "./Expressions.tsx";
import { type Kind, panelOf } from "./explore-search.ts";
import { exprFor, metricIn, namesOfMetric, refit } from "./fit-expr.ts";
import { KindBar } from "./KindBar.tsx";
import { MetricBrowser } from "./MetricBrowser.tsx";
import { useAnswer } from "./use-answer.ts";
import { useExploreSearch } from "./use-explore-search.ts";
import { useWindow } from "./use-window.ts";
import "../style/explore.css";

const AddToViewDialog = later(async () => (await import("../arrange/AddToViewDialog.tsx")).AddToViewDialog);

const CATALOG_MS = 10_000;

/** Finds metrics, and looks at any expression in any way. */
export function ExplorePage() {
  const [search, change] = useExploreSearch();
  const catalog = useCatalog();
  const body = useRef<HTMLDivElement>(null);
  const { width } = useSize(body);
  const window = useWindow(search, width);
  const exprs = useMemo(() => search.expr ?? [], [search.expr]);
  const [again, setAgain] = useState(0);
  const answer = useAnswer(exprs, window, again);
  const [momentMs, setMomentMs] = useState<number>();
  const [browsing, setBrowsing] = useState(exprs.length === 0);
  const { at, setAt, rows, setExtra } = useRows(exprs, search.as);
  const [adding, setAdding] = useState(false);
  const { clock } = useServices();
  const { refetch } = catalog;
  // What begins to be sent while the page is open is to be found there.
  useEffect(
    () => clock.every(CATALOG_MS, () => void (document.hidden ? undefined : refetch())),
    [clock, refetch],
  );
  const meta = useMeta();
  const metrics = useMemo(
    () => (catalog.data ?? none).map((metric) => calledMetric(metric, meta)),
    [catalog.data, meta],
  );
  const chosen = useMemo(() => metricIn(exprs[at] ?? "", metrics), [exprs, at, metrics]);
  const kind: Kind = search.as ?? "line";
  const unit = unitFor(exprs[0] ?? "", kind, meta?.unitOf);
  const panel = panelOf(search, unit);
  const navigate = useNavigate();
  // What is looked at is what the alert is about, by the palette and its key, too.
  const makeAlert = () =>
    void navigate(placeOfNewRule({ expr: exprs[at] ?? exprs[0], unit: search.unit ?? unit }));
  useActions({ "new-alert-rule": exprs.length === 0 ? undefined : makeAlert });

  useEffect(() => {
    document.title = exprs.length === 0 ? "Explore · Mission Control" : `${exprs[0]} · Explore`;
  }, [exprs]);

  const run = useCallback(
    (row: number, text: string) => {
      const next = [...exprs];
      next[Math.min(row, next.length)] = text.trim();
      const kept = next.filter((each) => each !== "");
      setExtra(false);
      if (JSON.stringify(kept) === JSON.stringify(exprs)) setAgain((before) => before + 1);
      else change({ expr: kept.length === 0 ? undefined : kept });
    },
    [exprs, change, setExtra],
  );
  const choose = (metric: KnownMetric) => {
    setBrowsing(false);
    run(at, exprFor(metric, kind));
  };
  const match = (metric: KnownMetric, label: string, value: string) => {
    const names = namesOfMetric(metric);
    const before = exprs[at] ?? exprFor(metric, kind);
    const next =
      addMatcher(before, names, label, value) ?? addMatcher(exprFor(metric, kind), names, label, value);
    if (next !== undefined) run(at, next);
  };
  const zoom = useCallback(
    (fromMs: number, toMs: number) => {
      setMomentMs(undefined);
      change({ from: Math.round(fromMs), to: Math.round(toMs) });
    },
    [change],
  );

  const isEmpty = catalog.data?.length === 0 && exprs.length === 0;
  return (
    <>
      <TopBar
        title="Explore"
        note={
          <Link to="/metadata" title="What is known of metrics, labels and events">
            Metadata
          </Link>
        }
      >
        {exprs.length > 0 && (
          <>
            <button
              type="button"
              className="pill"
              onClick={() => setAdding(true)}
              title="Add to a view, as lanes or as a panel"
            >
              <ListPlus size={15} aria-hidden />
              <b>
                Add to the wall<span className="sr-only">, as lanes or as a panel</span>
              </b>
            </button>
            <button
              type="button"
              className="pill"
              onClick={makeAlert}
              title="Make an alert of this expression"
            >
              <BellPlus size={15} aria-hidden />
              <b>Make an alert</b>
            </button>
            <CopyLink />
            <Opened onClose={() => setAdding(false)}>
              {adding && <AddToViewDialog panel={panel} onClose={() => setAdding(false)} />}
            </Opened>
          </>
        )}
        <ExploreRange search={search} window={window} change={change} />
      </TopBar>
      {isEmpty ? (
        <main className="sources-page" aria-label="Explore">
          <div className="explore-empty">
            <h2>Nothing to explore yet</h2>
            <p>
              Metrics appear here as soon as something sends them. Run one of these, or open{" "}
              <a href="/sources">Sources</a> to see what listens.
            </p>
          </div>
          <StartPanel />
        </main>
      ) : (
        <main className="explore" aria-label="Explore" data-browsing={browsing}>
          <button
            type="button"
            className="browse"
            aria-expanded={browsing}
            onClick={() => setBrowsing(!browsing)}
          >
            {browsing ? "Hide the metrics" : "Find a metric"}
          </button>
          <MetricBrowser
            catalog={metrics}
            pending={catalog.isPending}
            failure={catalog.error?.message}
            chosen={chosen}
            onChoose={choose}
            onMatch={match}
          />
          <div className="explored">
            <div className="exprs">
              {rows.map((value, i) => (
                <ExprRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: an expression is the one in its place
                  key={i}
                  index={i}
                  value={value}
                  label={`expression ${String.fromCharCode(65 + i)}`}
                  hint={hintOf(kind, i)}
                  active={rows.length > 1 && at === i}
                  failure={value === exprs[i] ? answer.failures.get(i) : undefined}
                  window={answer.window}
                  onRun={(text) => run(i, text)}
                  onFocus={() => setAt(i)}
                  onRemove={
                    rows.length > 1
                      ? () => {
                          setAt(0);
                          run(i, "");
                        }
                      : undefined
                  }
                />
              ))}
              {kind !== "scatter" && exprs.length > 0 && rows.length === exprs.length && exprs.length < 8 && (
                <AddExpr
                  onAdd={() => {
                    setExtra(true);
                    setAt(exprs.length);
                  }}
                />
              )}
            </div>
            <KindBar
              search={search}
              panel={panel}
              change={change}
              onKind={(as) => {
                setExtra(false);
                const fitted = exprs.map((expr) => refit(expr, as));
                change({ as, expr: fitted.length === 0 ? undefined : fitted });
              }}
            />
            <div
              ref={body}
              className={`explored-body as-${panel.kind}`}
              aria-busy={answer.asking}
              data-testid="explored"
              data-kind={panel.kind}
            >
              <Answered
                answer={answer}
                panel={panel}
                search={search}
                catalog={catalog.data}
                momentMs={momentMs}
                onMoment={setMomentMs}
                onZoom={zoom}
                onAgain={() => setAgain((before) => before + 1)}
                onChoose={choose}
                onStart={(metric, as) => {
                  setBrowsing(false);
                  change({ expr: [exprFor(metric, as)], as });
                }}
              />
            </div>
          </div>
        </main>
      )}
    </>
  );
}

const none: readonly KnownMetric[] = [];

/** The unit that an expression tells; of a heat map of buckets that of their edges. */
function unitFor(expr: string, kind: Kind, unitOf = unitOfExpr) {
  const buckets = kind === "heatmap" ? /([a-zA-Z_:][\w:]*)_bucket/.exec(expr)?.[1] : undefined;
  return unitOf(buckets ?? expr);
}

/** The editors there are: one for each expression, at least one, and for a scatter two. */
function useRows(exprs: readonly string[], as: Kind | undefined) {
  const [at, setAt] = useState(0);
  const [extra, setExtra] = useState(false);
  const least = as === "scatter" ? 2 : 1;
  const rows = [...exprs];
  if (extra) rows.push("");
  while (rows.length < least) rows.push("");
  // For a scatter what is chosen next is the expression that is missing.
  const next = as === "scatter" && exprs.length === 1 ? 1 : Math.min(at, rows.length - 1);
  return { at: next, setAt, rows, setExtra };
}

function hintOf(kind: Kind, index: number): string {
  if (kind !== "scatter") return "A metric or any PromQL expression, then Enter";
  return index === 0 ? "What goes to the right" : "What goes upwards: another expression, then Enter";
}
