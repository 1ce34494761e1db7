import { useEffect } from "react";
import { Panel } from "../chrome/Panel.tsx";
import { TopBar } from "../chrome/TopBar.tsx";
import { useStatus } from "../data/use-status.ts";
import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { StartPanel } from "../onboarding/StartPanel.tsx";
import { BadLines } from "./BadLines.tsx";
import { SendSomething } from "./SendSomething.tsx";
import { SourceTable } from "./SourceTable.tsx";
import { StoreTable } from "./StoreTable.tsx";

const REFRESH_MS = 3_000;

/** What listens and collects, what came of it, and how to send something. */
export function SourcesPage() {
  const { data: status, error } = useStatus(REFRESH_MS);
  useEffect(() => {
    document.title = "Sources · Mission Control";
  }, []);
  const sources = status?.sources ?? [];
  return (
    <>
      <TopBar
        title="Sources"
        note={status === undefined ? undefined : countOf(status.series, "series", "series")}
      />
      <main className="sources-page">
        {error !== null && <p className="banner bad">{error.message} What stands here is from before.</p>}
        {status?.problems.map((problem) => (
          <p key={`${problem.code} ${problem.message}`} className="banner warn">
            {problem.message}
          </p>
        ))}
        {status !== undefined && (
          <>
            <section aria-labelledby="what-comes-in">
              <h2 id="what-comes-in">What comes in</h2>
              <SourceTable sources={sources} nowMs={status.nowMs} />
            </section>
            <StartPanel />
            <SendSomething />
            <BadLines sources={sources} nowMs={status.nowMs} />
            <section aria-labelledby="where-it-goes">
              <h2 id="where-it-goes">Where it goes</h2>
              <Panel label="Sinks">
                <thead>
                  <tr>
                    <th scope="col">Sink</th>
                    <th scope="col" className="num">
                      Waiting
                    </th>
                    <th scope="col" className="num">
                      Dropped
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {status.sinks.map((sink) => (
                    <tr key={sink.name}>
                      <th scope="row">{sink.name}</th>
                      <td className="num">{sink.waiting.toLocaleString("en")}</td>
                      <td className={sink.dropped > 0 ? "num text-bad" : "num"}>
                        {sink.dropped.toLocaleString("en")}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </Panel>
              <p className="aside-words">
                The spool holds {valueText(status.spool.bytes, "bytes")} of{" "}
                {valueText(status.spool.maxBytes, "bytes")} in{" "}
                {countOf(status.spool.batches, "batch", "batches")}: what was acknowledged and is not in
                history yet.
              </p>
              {status.stores.length > 0 && <StoreTable stores={status.stores} />}
            </section>
          </>
        )}
      </main>
    </>
  );
}
