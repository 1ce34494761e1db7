import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { findMetrics, type KnownMetric } from "../data/metric-catalog.ts";
import { countOf } from "../format/text.ts";
import { useSize } from "../panels/use-size.ts";
import { MetricDetails } from "./MetricDetails.tsx";
import { MetricRow, ROW_PX } from "./MetricRow.tsx";
import { useGlances } from "./use-glances.ts";
import { rowsInSight, scrollTo } from "./windowing.ts";

/** Finds metrics by what is typed; choosing one looks at it. */
export function MetricBrowser(props: {
  catalog: readonly KnownMetric[];
  pending: boolean;
  failure: string | undefined;
  chosen: KnownMetric | undefined;
  onChoose: (metric: KnownMetric) => void;
  onMatch: (metric: KnownMetric, label: string, value: string) => void;
}) {
  const { catalog, pending, failure, chosen, onChoose, onMatch } = props;
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => findMetrics(catalog, typed, catalog.length), [catalog, typed]);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const { height } = useSize(list);
  const [scrollPx, setScrollPx] = useState(0);
  const { from, to } = rowsInSight({ count: found.length, rowPx: ROW_PX, scrollPx, heightPx: height });
  const shown = found.slice(from, to);
  const glances = useGlances(shown);
  useActions({ filter: () => field.current?.focus() });
  const active = Math.min(at, found.length - 1);

  const go = (row: number) => {
    const next = Math.max(0, Math.min(found.length - 1, row));
    setAt(next);
    const element = list.current;
    if (element !== null) element.scrollTop = scrollTo(next, ROW_PX, element.scrollTop, element.clientHeight);
  };
  const pressed = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height / ROW_PX) - 1);
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const metric = found[active];
    if (event.key === "Enter" && metric !== undefined) onChoose(metric);
    else if (Object.hasOwn(moves, event.key)) go(active + moves[event.key]!);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    if (typed === "" || list.current === null) return;
    list.current.scrollTop = 0;
  }, [typed]);

  return (
    <section className="metrics" aria-label="Metrics">
      <div className="metrics-field">
        <Search size={15} aria-hidden />
        <input
          ref={field}
          type="search"
          role="combobox"
          aria-label="Find a metric"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found[active] === undefined ? undefined : `${id}-${active}`}
          placeholder="Find a metric"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
        <kbd>/</kbd>
      </div>
      <p className="metrics-count" role="status">
        {pending
          ? "Looking for metrics…"
          : (failure ??
            (typed === ""
              ? countOf(catalog.length, "metric")
              : `${found.length.toLocaleString("en")} of ${countOf(catalog.length, "metric")}`))}
      </p>
      <div
        ref={list}
        id={`${id}-list`}
        className="metrics-list"
        role="listbox"
        aria-label="Metrics found"
        tabIndex={0}
        onScroll={(event) => setScrollPx(event.currentTarget.scrollTop)}
        onKeyDown={pressed}
        data-testid="metrics"
      >
        <div className="metrics-all" role="presentation" style={{ height: found.length * ROW_PX }}>
          {shown.map((metric, i) => (
            <MetricRow
              key={metric.name}
              id={`${id}-${from + i}`}
              metric={metric}
              glance={glances.get(metric.name)}
              top={(from + i) * ROW_PX}
              position={from + i + 1}
              count={found.length}
              active={from + i === active}
              chosen={metric.name === chosen?.name}
              onChoose={() => {
                setAt(from + i);
                onChoose(metric);
              }}
            />
          ))}
        </div>
        {!pending && found.length === 0 && typed !== "" && (
          <p className="metrics-words">
            No metric has “{typed}” in its name or description. Fewer letters find more.
          </p>
        )}
      </div>
      {chosen !== undefined && <MetricDetails key={chosen.name} metric={chosen} onMatch={onMatch} />}
    </section>
  );
}
