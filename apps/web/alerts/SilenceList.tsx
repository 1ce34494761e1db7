import type { Silence } from "@mission-control/contracts";
import { CalendarClock, CircleStop, Copy } from "lucide-react";
import { Panel } from "../chrome/Panel.tsx";
import { Away, Clock } from "./Moment.tsx";
import { matchersText } from "./matchers-text.ts";
import type { SilencesAct } from "./SilencesPage.tsx";

/** Silences of one state: for which alerts, from when to when, why, by whom. */
export function SilenceList(props: {
  title: string;
  silences: readonly Silence[];
  onAct: (act: SilencesAct) => void;
}) {
  const { title, silences, onAct } = props;
  return (
    <section className="alerts-part alerts-table silence-table" aria-label={title}>
      {title !== "Over" && <h2>{title}</h2>}
      <Panel label={`${title} silences`}>
        <thead>
          <tr>
            <th scope="col">Why</th>
            <th scope="col">Alerts</th>
            <th scope="col">{title === "Coming" ? "Begins" : "Began"}</th>
            <th scope="col">{title === "Over" ? "Ended" : "Ends"}</th>
            <th scope="col">
              <span className="sr-only">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {silences.map((silence) => (
            <tr key={silence.id} data-testid="silence-row">
              <th scope="row">
                {silence.reason}
                {silence.by !== "" && <p>by {silence.by}</p>}
              </th>
              <td>
                <code>{matchersText(silence.matchers)}</code>
              </td>
              <td className="when" data-word={title === "Coming" ? "begins" : "began"}>
                <Away ms={silence.fromMs} />
              </td>
              <td className="when" data-word={title === "Over" ? "ended" : "ends"}>
                <Away ms={silence.toMs} />
                <p>
                  <Clock ms={silence.toMs} />
                </p>
              </td>
              <td>
                <div className="row-acts">
                  {silence.state === "over" ? (
                    <button
                      type="button"
                      className="button small"
                      onClick={() => onAct({ kind: "silence", matchers: silence.matchers })}
                    >
                      <Copy size={13} aria-hidden /> Again
                    </button>
                  ) : (
                    <>
                      <button
                        type="button"
                        className="button small"
                        onClick={() => onAct({ kind: "extend", silence })}
                      >
                        <CalendarClock size={13} aria-hidden /> Extend
                      </button>
                      <button
                        type="button"
                        className="button small"
                        onClick={() => onAct({ kind: "end", silence })}
                      >
                        <CircleStop size={13} aria-hidden />{" "}
                        {silence.state === "coming" ? "Take back" : "End now"}
                      </button>
                    </>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </Panel>
    </section>
  );
}
