import "../style/charts.css";
import "../style/probes.css";
import type { ProbeDetails } from "@mission-control/contracts";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Bell, ChartLine, ChevronLeft, CircleAlert, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { TopBar } from "../chrome/TopBar.tsx";
import { failureOf } from "../data/outcome.ts";
import { exactTime, lengthText, stepText } from "../format/time.ts";
import { PhaseBar, PhaseList } from "./PhaseBar.tsx";
import { ProbeDialog } from "./ProbeDialog.tsx";
import { ProbeHistory } from "./ProbeHistory.tsx";
import { ProbeStateMark } from "./ProbeStateMark.tsx";
import { draftOf } from "./probe-form.ts";
import { courseText, kindWords, msText, targetText } from "./probe-words.ts";
import { RemoveProbe } from "./RemoveProbe.tsx";
import { ResultFacts } from "./ResultFacts.tsx";
import { useProbe } from "./use-probes.ts";

/** One probe: how it stands, where the time goes, and what its newest checks found. */
export function ProbePage() {
  const { slug } = useParams({ from: "/probes/$slug" });
  const { data, error, refetch } = useProbe(slug);
  const [open, setOpen] = useState<"edit" | "remove">();
  const navigate = useNavigate();
  const name = data?.probe.name ?? slug;
  useEffect(() => {
    document.title = `${name} · Probes · Mission Control`;
  }, [name]);
  const isGone = error !== null && failureOf(error).code === "not_found";
  const title = (
    <span className="probe-title">
      <Link to="/probes" aria-label="All probes" className="icon-button">
        <ChevronLeft size={16} aria-hidden />
      </Link>
      {name}
    </span>
  );
  if (isGone) return <Gone slug={slug} title={title} />;
  return (
    <>
      <TopBar title={title} note={data && `from ${data.place}`}>
        {data !== undefined && (
          <>
            <button type="button" className="pill" onClick={() => setOpen("edit")}>
              <Pencil size={14} aria-hidden /> Edit
            </button>
            <button type="button" className="pill" onClick={() => setOpen("remove")}>
              <Trash2 size={14} aria-hidden /> Remove
            </button>
          </>
        )}
      </TopBar>
      {error !== null && (
        <p className="banner bad" role="alert">
          <CircleAlert size={14} aria-hidden /> {error.message}
          {data !== undefined && " What stands here is from before."}
          <button type="button" className="link-button" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      <main className="probes-page" aria-label={name}>
        {data !== undefined && <Details details={data} />}
      </main>
      {data !== undefined && open === "edit" && (
        <ProbeDialog
          draft={draftOf(data.probe)}
          version={data.version}
          taken={[]}
          onClose={() => setOpen(undefined)}
        />
      )}
      {data !== undefined && open === "remove" && (
        <RemoveProbe
          details={data}
          onClose={() => setOpen(undefined)}
          onRemoved={() => void navigate({ to: "/probes" })}
        />
      )}
    </>
  );
}

function Details({ details }: { details: ProbeDetails }) {
  const { probe, last, results, nowMs, course } = details;
  const own = `probe="${probe.slug}"`;
  return (
    <>
      <section className="probe-head" aria-label="How it stands">
        <div>
          <ProbeStateMark stand={details} nowMs={nowMs} />
          <p className="probe-words">{last?.words ?? courseText(course)}</p>
          <p className="probe-target">
            <code>
              {kindWords[probe.kind]} {targetText(probe)}
            </code>{" "}
            every {stepText(probe.everyMs)}
            {last !== null && (
              <>
                , last{" "}
                <time dateTime={new Date(last.atMs).toISOString()} title={exactTime(last.atMs)}>
                  {lengthText(nowMs - last.atMs)} ago
                </time>
              </>
            )}
          </p>
        </div>
        <div className="probe-links">
          <Explore expr={`probe_phase_duration_seconds{${own}}`} as="stacked">
            Phases in Explore
          </Explore>
          <Explore expr={`probe_success{${own}}`} as="lanes">
            Up or down in Explore
          </Explore>
          <Link className="pill" to="/alerts/rules/new" search={{ kind: "probe", probe: probe.slug }}>
            <Bell size={14} aria-hidden /> Make an alert
          </Link>
          {last?.certificateEndsMs != null && (
            <Link className="pill" to="/alerts/rules/new" search={{ kind: "certificate", probe: probe.slug }}>
              <Bell size={14} aria-hidden /> Tell before its certificate ends
            </Link>
          )}
        </div>
      </section>
      {last !== null && (
        <section className="probe-last-check" aria-labelledby="probe-phases">
          <h2 id="probe-phases">
            The last check took <b>{msText(last.tookMs)}</b>
          </h2>
          <PhaseBar result={last} />
          <div>
            <PhaseList result={last} />
            <ResultFacts result={last} nowMs={nowMs} />
          </div>
        </section>
      )}
      {results.length > 0 && <ProbeHistory results={results} nowMs={nowMs} />}
    </>
  );
}

function Explore(props: { expr: string; as: "stacked" | "lanes"; children: ReactNode }) {
  const { expr, as, children } = props;
  return (
    <Link className="pill" to="/explore" search={{ expr: [expr], as }}>
      <ChartLine size={14} aria-hidden /> {children}
    </Link>
  );
}

function Gone({ slug, title }: { slug: string; title: ReactNode }) {
  return (
    <>
      <TopBar title={title} />
      <main className="words-page">
        <p>There is no probe “{slug}”. It may have been removed. What it measured is still there.</p>
        <Link to="/probes" className="button">
          See the probes there are
        </Link>
      </main>
    </>
  );
}
