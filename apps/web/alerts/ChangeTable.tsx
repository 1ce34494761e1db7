import type { AlertChange, Unit } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { Panel } from "../chrome/Panel.tsx";
import { valueText } from "../format/value.ts";
import { LabelList } from "./LabelList.tsx";
import { SeverityMark, StateMark } from "./Marks.tsx";
import { Clock } from "./Moment.tsx";

const SHOWN = 50;

/** Each change of an alert, newest first, with the way to how everything stood then. */
export function ChangeTable(props: {
  changes: readonly AlertChange[];
  /** The unit of the values of a rule, by its slug. */
  unitOf: (rule: string) => Unit;
}) {
  const { changes, unitOf } = props;
  const [most, setMost] = useState(SHOWN);
  return (
    <div className="alerts-table change-table">
      <Panel label="Changes of alerts">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Alert</th>
            <th scope="col">Severity</th>
            <th scope="col">Change</th>
            <th scope="col" className="num">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, most).map(({ seq, atMs, rule, title, labels, severity, from, to, value }) => (
            <tr key={seq} data-testid="change-row">
              <td>
                <Link
                  to="/alerts"
                  search={{ at: Math.ceil(atMs) } as never}
                  title="What fired then"
                  className="quiet-link"
                >
                  <Clock ms={atMs} />
                </Link>
              </td>
              <th scope="row">
                {title}
                <LabelList labels={labels} />
              </th>
              <td>
                <SeverityMark severity={severity} />
              </td>
              <td className="change">
                <StateMark state={from} />
                <ArrowRight size={13} aria-hidden />
                <span className="sr-only">to</span>
                <StateMark state={to} />
              </td>
              <td className="num">{value === null ? "" : valueText(value, unitOf(rule))}</td>
            </tr>
          ))}
        </tbody>
      </Panel>
      {changes.length > most && (
        <button type="button" className="button small" onClick={() => setMost(most + 4 * SHOWN)}>
          Show more of {changes.length.toLocaleString("en")}
        </button>
      )}
    </div>
  );
}
