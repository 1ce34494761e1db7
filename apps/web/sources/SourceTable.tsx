import type { SourceStatus } from "@mission-control/contracts";
import { CircleAlert, CircleCheck } from "lucide-react";
import { Panel } from "../chrome/Panel.tsx";
import { exactTime, lengthText } from "../format/time.ts";

/** One row for each listener and collector. */
export function SourceTable({ sources, nowMs }: { sources: readonly SourceStatus[]; nowMs: number }) {
  return (
    <Panel label="Sources">
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">State</th>
          <th scope="col">Where</th>
          <th scope="col" className="num">
            Received
          </th>
          <th scope="col" className="num">
            Refused
          </th>
          <th scope="col" className="num">
            Last
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={`${source.name} ${source.address}`}>
            <th scope="row">{source.name}</th>
            <td>
              <State source={source} />
            </td>
            <td className="mono">{source.address}</td>
            <td className="num">{source.received.toLocaleString("en")}</td>
            <td className={source.rejected > 0 ? "num text-warn" : "num"}>
              {source.rejected.toLocaleString("en")}
            </td>
            <td className="num">
              {source.lastReceivedMs === null ? (
                "never"
              ) : (
                <time
                  dateTime={new Date(source.lastReceivedMs).toISOString()}
                  title={exactTime(source.lastReceivedMs)}
                >
                  {lengthText(nowMs - source.lastReceivedMs)} ago
                </time>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Panel>
  );
}

function State({ source }: { source: SourceStatus }) {
  if (source.state === "failed") {
    return (
      <span className="state text-bad">
        <CircleAlert size={14} aria-hidden /> failed{source.error === undefined ? "" : `: ${source.error}`}
      </span>
    );
  }
  return (
    <span className="state">
      <CircleCheck size={14} aria-hidden className="text-ok" /> {source.state}
    </span>
  );
}
