import type { ViewSummary } from "@mission-control/contracts";
import { Search } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components";
import { useGoToView, useViewSlug, useViews } from "../data/use-views.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { countOf } from "../format/text.ts";
import { findViews } from "./find-views.ts";
import { exprOfMetric, findMetrics, type KnownMetric, looksLikeExpr } from "./metric-catalog.ts";
import { SeriesCount } from "./SeriesCount.tsx";
import { useCatalog } from "./use-catalog.ts";

const SHOWN = 60;
const TYPED = "typed:";
/** No metric's name has a space in it. */
const VIEW = "view ";

/** Finds a view and goes there, or a metric, or takes an expression as typed: these become a lane of the wall. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [search, change] = useWallSearch();
  const slug = useViewSlug();
  const goTo = useGoToView();
  const catalog = useCatalog();
  const { data: allViews = noViews } = useViews();
  const all = catalog.data ?? none;
  const isExpr = looksLikeExpr(typed);
  const found = useMemo(() => (isExpr ? [] : findMetrics(all, typed, SHOWN)), [all, typed, isExpr]);
  const views = useMemo(() => (isExpr ? [] : findViews(allViews, typed)), [allViews, typed, isExpr]);
  const isUnknown = !catalog.isPending && found.length + views.length === 0;
  const offerTyped = typed.trim() !== "" && (isExpr || isUnknown);
  const list = useRef<HTMLElement>(null);

  const add = (expr: string) => {
    change({ lane: [...new Set([...(search.lane ?? []), expr])] });
    onClose();
  };
  const act = (key: string | number) => {
    const name = String(key);
    if (name === TYPED) return add(typed.trim());
    if (name.startsWith(VIEW)) {
      onClose();
      return goTo(name.slice(VIEW.length));
    }
    const metric = all.find((each) => each.name === name);
    if (metric !== undefined) add(exprOfMetric(metric));
  };
  // What was pasted, or typed before the metrics were known, has no chosen row: the first one is meant then.
  const actOnFirst = () => {
    if (list.current?.querySelector("[role=menuitem][data-focused]") !== null) return;
    const [view] = views;
    const first = offerTyped ? TYPED : view === undefined ? found[0]?.name : VIEW + view.slug;
    if (first !== undefined) act(first);
  };

  return (
    <ModalOverlay className="overlay top" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal palette">
        <Dialog aria-label="Find a view or a metric" className="outline-none">
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <SearchField
              aria-label="View, metric name or PromQL expression"
              className="palette-field"
              onSubmit={actOnFirst}
              autoFocus
            >
              <Search size={16} aria-hidden />
              <Input placeholder="View, metric, or any PromQL expression" spellCheck={false} />
            </SearchField>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
            <section ref={list} className="palette-list" aria-label="Results" tabIndex={0}>
              <Menu
                aria-label="Views and metrics"
                className="outline-none"
                onAction={act}
                renderEmptyState={() => (
                  <p className="palette-words">
                    {catalog.isPending
                      ? "Looking for metrics…"
                      : (catalog.error?.message ?? "No metric yet.")}
                  </p>
                )}
              >
                {offerTyped && (
                  <MenuItem id={TYPED} textValue={typed} className="palette-item">
                    <code>{typed}</code>
                    <span className="palette-note">
                      {isExpr
                        ? "Add this expression as a lane"
                        : "No metric has this name. Add it all the same"}
                    </span>
                  </MenuItem>
                )}
                {views.map((view) => (
                  <MenuItem
                    key={view.slug}
                    id={VIEW + view.slug}
                    textValue={`View: ${view.name}`}
                    className="palette-item"
                  >
                    <span>View: {view.name}</span>
                    <span className="palette-kind">{view.slug === slug ? "shown now" : ""}</span>
                    {view.description !== "" && <span className="palette-note">{view.description}</span>}
                  </MenuItem>
                ))}
                {found.map((metric) => (
                  <MenuItem
                    key={metric.name}
                    id={metric.name}
                    textValue={metric.name}
                    className="palette-item"
                  >
                    {({ isFocused }) => <Result metric={metric} isFocused={isFocused} />}
                  </MenuItem>
                ))}
              </Menu>
            </section>
          </Autocomplete>
          <footer className="palette-foot">
            <span>{countOf(all.length, "metric")}</span>
            <span className="grow" />
            <span>
              <kbd>↑</kbd> <kbd>↓</kbd> choose
            </span>
            <span>
              <kbd>Enter</kbd> open a view, add a lane
            </span>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const none: readonly KnownMetric[] = [];
const noViews: readonly ViewSummary[] = [];

function Result({ metric, isFocused }: { metric: KnownMetric; isFocused: boolean }) {
  return (
    <>
      <code>{metric.name}</code>
      <span className="palette-kind">
        {isFocused && (
          <SeriesCount name={metric.type === "histogram" ? `${metric.name}_count` : metric.name} />
        )}
        {metric.type === "unknown" ? "" : metric.type}
        {metric.unit === "" ? "" : ` · ${metric.unit}`}
      </span>
      {metric.help !== "" && <span className="palette-note">{metric.help}</span>}
    </>
  );
}
