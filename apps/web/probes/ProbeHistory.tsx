import type { ProbeResult } from "@mission-control/contracts";
import { CircleCheck, CircleX } from "lucide-react";
import { countOf } from "../format/text.ts";
import { exactTime, momentText } from "../format/time.ts";
import { msText, phaseColour, phasesOf } from "./probe-words.ts";

/** Checks that the columns have room for. */
const SLOTS = 100;

/** The newest checks: as columns of their phases, and in words. */
export function ProbeHistory({ results, nowMs }: { results: readonly ProbeResult[]; nowMs: number }) {
  const longestMs = Math.max(1, ...results.map(({ tookMs }) => tookMs));
  const failed = results.filter(({ ok }) => !ok).length;
  const said = `${countOf(results.length, "check")}, ${failed} failed, the longest took ${msText(longestMs)}`;
  return (
    <section className="probe-history" aria-labelledby="probe-history">
      <h2 id="probe-history">
        The newest checks <small>{said}</small>
      </h2>
      <div className="probe-columns">
        <svg viewBox={`0 0 ${SLOTS} 1`} preserveAspectRatio="none" role="img" aria-label={said}>
          {results.slice(0, SLOTS).map((result, i) => (
            <Column key={result.atMs} result={result} x={SLOTS - 1 - i} longestMs={longestMs} />
          ))}
        </svg>
        <span>{msText(longestMs)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className="panel" aria-label="The newest checks, table" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">State</th>
              <th scope="col" className="num">
                Took
              </th>
              <th scope="col">What was found</th>
            </tr>
          </thead>
          <tbody>
            {results.map((result) => (
              <tr key={result.atMs}>
                <td>
                  <time dateTime={new Date(result.atMs).toISOString()} title={exactTime(result.atMs)}>
                    {momentText(result.atMs, nowMs)}
                  </time>
                </td>
                <td>
                  <span className="probe-state" data-state={result.ok ? "up" : "down"}>
                    {result.ok ? <CircleCheck size={14} aria-hidden /> : <CircleX size={14} aria-hidden />}
                    {result.ok ? "Good" : "Failed"}
                  </span>
                </td>
                <td className="num">{msText(result.tookMs)}</td>
                <td>{result.words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Column({ result, x, longestMs }: { result: ProbeResult; x: number; longestMs: number }) {
  let below = 0;
  return (
    <g>
      {!result.ok && <rect className="failed" x={x} width={1} y={0} height={1} />}
      {phasesOf(result).map(({ phase, ms }) => {
        const height = ms / longestMs;
        below += height;
        return (
          <rect
            key={phase}
            x={x + 0.1}
            width={0.8}
            y={1 - below}
            height={height}
            style={{ fill: phaseColour(phase) }}
          />
        );
      })}
    </g>
  );
}
