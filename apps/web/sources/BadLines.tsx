import type { SourceStatus } from "@mission-control/contracts";
import { Panel } from "../chrome/Panel.tsx";
import { exactTime, momentText } from "../format/time.ts";

const SHOWN = 20;

/** The last lines that were no good, newest first, and why. */
export function BadLines({ sources, nowMs }: { sources: readonly SourceStatus[]; nowMs: number }) {
  const lines = sources
    .flatMap((source) => source.bad.map((bad) => ({ ...bad, source: source.name })))
    .sort((a, b) => b.timeMs - a.timeMs)
    .slice(0, SHOWN);
  return (
    <section aria-labelledby="bad-lines">
      <h2 id="bad-lines">Lines that were no good</h2>
      {lines.length === 0 ? (
        <p className="aside-words">None. What cannot be read is counted and shown here with the reason.</p>
      ) : (
        <Panel label="Lines that were no good">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Source</th>
              <th scope="col">Line</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((bad, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: equal lines may come at one time
              <tr key={`${bad.timeMs} ${i}`}>
                <td>
                  <time dateTime={new Date(bad.timeMs).toISOString()} title={exactTime(bad.timeMs)}>
                    {momentText(bad.timeMs, nowMs)}
                  </time>
                </td>
                <td>{bad.source}</td>
                <td className="mono line">{bad.line}</td>
                <td>{bad.reason}</td>
              </tr>
            ))}
          </tbody>
        </Panel>
      )}
    </section>
  );
}
