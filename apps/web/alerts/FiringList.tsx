import type { Alert } from "@mission-control/contracts";
import { useState } from "react";
import { countOf } from "../format/text.ts";
import { AlertRow } from "./AlertRow.tsx";
import type { AlertAct } from "./FiringPage.tsx";
import type { GroupedAlerts } from "./group-alerts.ts";
import { SeverityMark } from "./Marks.tsx";

/** Rows of one list that stand there at first, and how many more at each wish. */
const SHOWN = 100;

interface Acts {
  readonly chosen: ReadonlySet<string>;
  /** The moment that is looked at; now where none is said. */
  readonly atMs?: number | undefined;
  readonly onChoose?: (ids: readonly string[], isOn: boolean) => void;
  readonly onAct?: (act: AlertAct) => void;
}

/** What fires by severity and service; below it what is pending, and of what nothing is known. */
export function FiringList({ groups, ...acts }: { groups: GroupedAlerts } & Acts) {
  const { firing, unknown, pending } = groups;
  return (
    <>
      {firing.map(({ severity, count, services }) => (
        <section key={severity} className="alert-group" aria-label={`${severity}, ${count} firing`}>
          <h2>
            <SeverityMark severity={severity} /> <small>{count.toLocaleString("en")} firing</small>
          </h2>
          {services.map(({ service, alerts }) => (
            <Rows
              key={service}
              title={service === "" ? "No service" : service}
              isBare={service === "" && services.length === 1}
              alerts={alerts}
              {...acts}
            />
          ))}
        </section>
      ))}
      {unknown.length > 0 && (
        <section className="alert-group" aria-label="Not known to be well">
          <h2>
            Not known to be well <small>{countOf(unknown.length, "alert")} without data or an answer</small>
          </h2>
          <Rows title="Not known" isBare alerts={unknown} {...acts} />
        </section>
      )}
      {pending.length > 0 && (
        <section className="alert-group" aria-label="Pending">
          <h2>
            Pending <small>{countOf(pending.length, "alert")} will fire if it stays like this</small>
          </h2>
          <Rows title="Pending" isBare alerts={pending} {...acts} />
        </section>
      )}
    </>
  );
}

function Rows(props: { title: string; isBare: boolean; alerts: readonly Alert[] } & Acts) {
  const { title, isBare, alerts, chosen, atMs, onChoose, onAct } = props;
  const [most, setMost] = useState(SHOWN);
  const ids = alerts.map(({ id }) => id);
  const isAll = ids.every((id) => chosen.has(id));
  return (
    <>
      {!isBare && (
        <h3>
          {onChoose !== undefined && ids.length > 1 ? (
            <label>
              <input type="checkbox" checked={isAll} onChange={() => onChoose(ids, !isAll)} />
              <span className="sr-only">All of </span>
              {title}
            </label>
          ) : (
            title
          )}
        </h3>
      )}
      <ul className="alert-list">
        {alerts.slice(0, most).map((alert) => (
          <AlertRow
            key={alert.id}
            alert={alert}
            isBelowService={!isBare}
            isChosen={chosen.has(alert.id)}
            atMs={atMs}
            {...(onChoose !== undefined && { onChoose: (isOn: boolean) => onChoose([alert.id], isOn) })}
            {...(onAct !== undefined && {
              onAct: (kind: AlertAct["kind"]) => onAct({ kind, alerts: [alert] }),
            })}
          />
        ))}
      </ul>
      {alerts.length > most && (
        <button type="button" className="button" onClick={() => setMost(most + 4 * SHOWN)}>
          Show more of {alerts.length.toLocaleString("en")}
        </button>
      )}
    </>
  );
}
