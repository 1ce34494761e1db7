import { Check, Plus, Search } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { Autocomplete, Input, Menu, MenuItem, SearchField } from "react-aria-components";
import { exprOfMetric, findMetrics, type KnownMetric, looksLikeExpr } from "../data/metric-catalog.ts";
import { useCatalog } from "../data/use-catalog.ts";
import { laneOfExpr } from "../meta/lane-of-expr.ts";
import type { NewLane } from "./edit-lanes.ts";

const SHOWN = 60;
const TYPED = "typed:";

/** Finds metrics; each that is chosen becomes a lane at once, and the next can be chosen. */
export function MetricPicker(props: {
  /** Expressions that stand there already. */
  known: readonly string[];
  onAdd: (lane: NewLane) => void;
  autoFocus?: boolean;
}) {
  const { known, onAdd, autoFocus = false } = props;
  const [typed, setTyped] = useState("");
  const catalog = useCatalog();
  const all = catalog.data ?? none;
  const isExpr = looksLikeExpr(typed);
  const found = useMemo(() => (isExpr ? [] : findMetrics(all, typed, SHOWN)), [all, typed, isExpr]);
  const offerTyped = typed.trim() !== "" && (isExpr || (!catalog.isPending && found.length === 0));
  const list = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const add = (key: string | number) => {
    const metric = all.find(({ name }) => name === key);
    const expr = key === TYPED ? typed.trim() : metric === undefined ? undefined : exprOfMetric(metric);
    if (expr === undefined) return;
    const { id: _, ...lane } = laneOfExpr(expr);
    onAdd(lane);
    // What is typed next takes the place of what found this one.
    field.current?.select();
  };
  // What was pasted, or typed before the metrics were known, has no chosen row: the first one is meant then.
  const addFirst = () => {
    if (list.current?.querySelector("[role=menuitem][data-focused]") !== null) return;
    const first = offerTyped ? TYPED : found[0]?.name;
    if (first !== undefined) add(first);
  };
  return (
    <div className="metric-picker">
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField
          aria-label="Find a metric to add as a lane"
          className="palette-field"
          onSubmit={addFirst}
          autoFocus={autoFocus}
        >
          <Search size={15} aria-hidden />
          <Input ref={field} placeholder="Find a metric, or write any PromQL expression" spellCheck={false} />
        </SearchField>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
        <section ref={list} className="palette-list" aria-label="Metrics" tabIndex={0}>
          <Menu
            aria-label="Metrics to add as lanes"
            className="outline-none"
            onAction={add}
            shouldCloseOnSelect={false}
            renderEmptyState={() => (
              <p className="palette-words">
                {catalog.isPending
                  ? "Looking for metrics…"
                  : (catalog.error?.message ?? "No metric yet: Sources shows how to send some.")}
              </p>
            )}
          >
            {offerTyped && (
              <MenuItem id={TYPED} textValue={typed} className="palette-item">
                <code>{typed}</code>
                <span className="palette-note">
                  {isExpr ? "Add this expression" : "No metric has this name. Add it all the same"}
                </span>
              </MenuItem>
            )}
            {found.map((metric) => (
              <MenuItem key={metric.name} id={metric.name} textValue={metric.name} className="palette-item">
                <Found metric={metric} isKnown={known.includes(exprOfMetric(metric))} />
              </MenuItem>
            ))}
          </Menu>
        </section>
      </Autocomplete>
    </div>
  );
}

const none: readonly KnownMetric[] = [];

function Found({ metric, isKnown }: { metric: KnownMetric; isKnown: boolean }) {
  return (
    <>
      <code>{metric.name}</code>
      <span className="palette-kind">
        {metric.type === "unknown" ? "" : metric.type}
        {isKnown ? (
          <>
            {" · added "}
            <Check size={13} aria-hidden className="text-ok" />
          </>
        ) : (
          <Plus size={13} aria-hidden />
        )}
      </span>
      {metric.help !== "" && <span className="palette-note">{metric.help}</span>}
    </>
  );
}
