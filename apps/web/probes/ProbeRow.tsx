import type { ProbeStand } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { Pencil } from "lucide-react";
import { exactTime, lengthText } from "../format/time.ts";
import { Certificate } from "./Certificate.tsx";
import { PhaseBar } from "./PhaseBar.tsx";
import { ProbeCourse } from "./ProbeCourse.tsx";
import { ProbeStateMark } from "./ProbeStateMark.tsx";
import { kindWords, msText, targetText } from "./probe-words.ts";

/** A probe in the list: how it stands, its newest checks, and where the time of the last one went. */
export function ProbeRow(props: { stand: ProbeStand; nowMs: number; longestMs: number; onEdit: () => void }) {
  const { stand, nowMs, longestMs, onEdit } = props;
  const { probe, last, course } = stand;
  return (
    <li className="probe-row" data-testid="probe-row" data-slug={probe.slug}>
      <ProbeStateMark stand={stand} nowMs={nowMs} />
      <div className="probe-what">
        <Link to="/probes/$slug" params={{ slug: probe.slug }}>
          {probe.name}
        </Link>
        <code title={targetText(probe)}>
          <span>{kindWords[probe.kind]}</span> {targetText(probe)}
        </code>
        {last?.ok === false && <p className="text-bad">{last.words}</p>}
      </div>
      <ProbeCourse course={course} />
      <div className="probe-took">
        {last !== null && (
          <>
            <b>{msText(last.tookMs)}</b>
            <PhaseBar result={last} ofMs={longestMs} />
          </>
        )}
      </div>
      <div className="probe-ends">
        {last?.certificateEndsMs != null && <Certificate endsMs={last.certificateEndsMs} nowMs={nowMs} />}
      </div>
      <div className="probe-last">
        {last !== null && (
          <time dateTime={new Date(last.atMs).toISOString()} title={exactTime(last.atMs)}>
            {lengthText(nowMs - last.atMs)} ago
          </time>
        )}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={`Edit ${probe.name}`}
        title="Edit"
        onClick={onEdit}
      >
        <Pencil size={14} aria-hidden />
      </button>
    </li>
  );
}
