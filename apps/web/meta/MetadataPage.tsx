import "../style/metadata.css";
import type { MetaEvents, MetaMatch } from "@mission-control/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CircleAlert, Plus, Search } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { TopBar } from "../chrome/TopBar.tsx";
import type { KnownMetric } from "../data/metric-catalog.ts";
import { useCatalog } from "../data/use-catalog.ts";
import { countOf } from "../format/text.ts";
import { AboutDialog } from "./AboutDialog.tsx";
import { metaQuery } from "./MetaProvider.tsx";
import { MetaRow, TriggerRow } from "./MetaRow.tsx";
import { type KnownRow, labelSetRows, metricRows, triggerRows } from "./meta-rows.ts";
import { TriggerDialog } from "./TriggerDialog.tsx";

/** Metrics shown at first, and how many more at each wish. */
const SHOWN = 100;

type Open =
  | { readonly what: "metric"; readonly match: MetaMatch; readonly isNew?: boolean }
  | { readonly what: "events"; readonly match: MetaEvents | undefined };

/** What is known of metrics, label sets and events: said, or guessed. */
export function MetadataPage() {
  const { find = "" } = useSearch({ from: "/metadata" });
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(metaQuery);
  const catalog = useCatalog();
  const [open, setOpen] = useState<Open>();
  const [most, setMost] = useState(SHOWN);
  const field = useRef<HTMLInputElement>(null);
  const list = data?.list ?? nothing;
  const metrics = useMemo(() => metricRows(list, catalog.data ?? none, find), [list, catalog.data, find]);
  const labelSets = useMemo(() => labelSetRows(list, find), [list, find]);
  const triggers = useMemo(() => triggerRows(list, find), [list, find]);
  useActions({ filter: () => field.current?.focus() });
  useEffect(() => {
    document.title = "Metadata · Mission Control";
  }, []);

  const said = list.rules.length + list.triggers.length;
  const isPending = data === undefined || catalog.isPending;
  const edit = (row: KnownRow) => setOpen({ what: "metric", match: row.match });
  const close = () => setOpen(undefined);
  const failure = error ?? catalog.error;
  return (
    <>
      <TopBar title="Metadata" note={isPending ? undefined : `${said.toLocaleString("en")} described`} />
      {failure !== null && (
        <p className="banner bad" role="alert">
          <CircleAlert size={14} aria-hidden /> {failure.message}{" "}
          <button
            type="button"
            className="link-button"
            onClick={() => void Promise.all([refetch(), catalog.refetch()])}
          >
            Try again
          </button>
        </p>
      )}
      <main className="metadata-page" aria-label="Metadata">
        <div className="metadata-head">
          <div className="metadata-field">
            <Search size={15} aria-hidden />
            <input
              ref={field}
              type="search"
              aria-label="Find what is known of a metric"
              placeholder="Name, owner or description"
              spellCheck={false}
              value={find}
              onChange={(event) => {
                const next = event.target.value;
                void navigate({ to: "/metadata", search: next === "" ? {} : { find: next }, replace: true });
              }}
            />
          </div>
          <div className="metadata-add">
            <button
              type="button"
              className="pill"
              onClick={() => setOpen({ what: "events", match: undefined })}
            >
              <Plus size={14} aria-hidden /> <b>Add a trigger</b>
            </button>
            <button
              type="button"
              className="pill"
              onClick={() => setOpen({ what: "metric", match: {}, isNew: true })}
            >
              <Plus size={14} aria-hidden /> <b>Describe metrics or labels</b>
            </button>
          </div>
          <p>
            What is <i>in italics</i> is guessed from a metric's name and from what its sender tells.
          </p>
        </div>
        <Part title="Labels and families" count={labelSets.length}>
          {labelSets.map((row) => (
            <MetaRow key={row.key} row={row} onEdit={() => edit(row)} />
          ))}
        </Part>
        <Part title="Triggers" count={triggers.length}>
          {triggers.map((row) => (
            <TriggerRow
              key={row.key}
              row={row}
              onEdit={() => setOpen({ what: "events", match: row.match })}
            />
          ))}
        </Part>
        <Part title="Metrics" count={metrics.length}>
          {metrics.slice(0, most).map((row) => (
            <MetaRow key={row.key} row={row} onEdit={() => edit(row)} />
          ))}
        </Part>
        {metrics.length > most && (
          <button type="button" className="button" onClick={() => setMost(most + 2 * SHOWN)}>
            Show more of the {countOf(metrics.length, "metric")}
          </button>
        )}
        {!isPending && metrics.length + labelSets.length + triggers.length === 0 && (
          <p className="aside-words">
            {find === ""
              ? "Metrics stand here once something sends them."
              : `Nothing has “${find}” in its name, owner or description.`}
          </p>
        )}
      </main>
      {open?.what === "metric" && (
        <AboutDialog match={open.match} open={open.isNew === true} onClose={close} />
      )}
      {open?.what === "events" && <TriggerDialog match={open.match} onClose={close} />}
    </>
  );
}

const nothing = { rules: [], triggers: [] };
const none: readonly KnownMetric[] = [];

function Part({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <h2>
        {title} <small className="metadata-count">{count.toLocaleString("en")}</small>
      </h2>
      <ul>{children}</ul>
    </section>
  );
}
