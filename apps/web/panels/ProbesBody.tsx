import type { KnownPanel } from "@mission-control/contracts";
import { CircleCheck, CircleX } from "lucide-react";
import { useMemo } from "react";
import { exactTime, lengthText, minuteText } from "../format/time.ts";
import { valueText } from "../format/value.ts";
import { useMoment } from "../wall/use-moment.ts";
import { useZoom } from "../wall/use-zoom.ts";
import { NoPast } from "./NoPast.tsx";
import { OldValues } from "./OldValues.tsx";
import { PanelFault } from "./PanelFault.tsx";
import { type PanelData, stepAt, timeAt } from "./panel-data.ts";
import { type ProbeState, probeStates } from "./probe-states.ts";
import { QueryFault } from "./QueryFault.tsx";
import { Scroller } from "./Scroller.tsx";
import { usePanelData } from "./use-panel-data.ts";
import { usePoint } from "./use-point.ts";
import { useTimePointer } from "./use-time-pointer.ts";

type ProbesPanel = Extract<KnownPanel, { kind: "probes" }>;

/** Of each probe whether it is up at the wall's moment, since when, how long it took, and how it went in the range. */
export function ProbesBody({ panel, inSight }: { panel: ProbesPanel; inSight: boolean }) {
  const { up, duration, store, legend } = panel;
  const queries = useMemo(
    () => [up, duration].filter((expr) => expr !== "").map((expr) => ({ expr, store, legend })),
    [up, duration, store, legend],
  );
  const { data, failure, lost, waiting, retry } = usePanelData(queries, "", inSight);
  const step = stepAt(data, useMoment(inSight));
  const states = useMemo(() => probeStates(data, step, legend), [data, step, legend]);
  const fault = failure ?? lost?.failure;
  if (fault !== undefined && states.length === 0) return <QueryFault failure={fault} onRetry={retry} />;
  if (states.length === 0) {
    if (waiting) return <div className="panel-waits" role="status" aria-label="Asking" />;
    return (
      <PanelFault title="No probe in this range">
        Nothing matched <code>{up}</code>. A probe sends 1 where it is up and 0 where it is not.
      </PanelFault>
    );
  }
  return (
    <>
      <Scroller className="panel-list probes" label="Probes, table">
        <table>
          <thead className="sr-only">
            <tr>
              <th scope="col">Probe</th>
              <th scope="col">State</th>
              <th scope="col">In this range</th>
              <th scope="col">Up</th>
              <th scope="col">Took</th>
            </tr>
          </thead>
          <tbody>
            {states.map((state) => (
              <Row key={state.name} state={state} data={data} step={step} />
            ))}
          </tbody>
        </table>
      </Scroller>
      <OldValues failure={failure} />
      <NoPast lost={lost} onRetry={retry} />
    </>
  );
}

function Row({ state, data, step }: { state: ProbeState; data: PanelData; step: number | undefined }) {
  const { name, word, sinceMs, isLonger, durationSeconds, upPart } = state;
  const Icon = word === "up" ? CircleCheck : CircleX;
  const endMs = timeAt(data, data.steps - 1);
  return (
    <tr data-word={word} data-testid="probe">
      <th scope="row" title={name}>
        {name}
      </th>
      <td className="probe-word">
        <Icon size={14} aria-hidden />
        <b>{word}</b>{" "}
        {sinceMs !== undefined && (
          <small title={exactTime(sinceMs)}>
            {isLonger
              ? `for ${lengthText(timeAt(data, step ?? data.steps - 1) - sinceMs)} or longer`
              : `since ${minuteText(sinceMs, endMs)}`}
          </small>
        )}
      </td>
      <td className="probe-course">
        <Course state={state} data={data} step={step} />
      </td>
      <td className="num">{valueText(upPart, "ratio")}</td>
      <td className="num">{valueText(durationSeconds, "seconds")}</td>
    </tr>
  );
}

/** When it was up and when not, over the range. */
function Course({ state, data, step }: { state: ProbeState; data: PanelData; step: number | undefined }) {
  const point = usePoint();
  const zoom = useZoom();
  const { on } = useTimePointer({ data, momentMs: undefined, onMoment: point, onZoom: zoom });
  return (
    // Its row says the same in words.
    <div className="course" aria-hidden {...on}>
      <svg viewBox={`0 0 ${data.steps} 1`} preserveAspectRatio="none" aria-hidden focusable="false">
        {state.runs.map(({ word, from, to }, i) => (
          <rect
            key={from}
            className={word}
            x={from}
            // Until the next one says something else, for as long as it is known.
            width={(state.runs[i + 1]?.from ?? to + 1) - from}
            height={1}
          />
        ))}
      </svg>
      {step !== undefined && (
        <i className="moment-line" style={{ left: `${((step + 0.5) / data.steps) * 100}%` }} />
      )}
    </div>
  );
}
