import type { Alert, Unit } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { BellOff, BookOpen, Check, ExternalLink, Hand, Rows4, ScrollText, Send, Undo2 } from "lucide-react";
import { useState } from "react";
import { placeOfRule } from "../data/place-of-rule.ts";
import { useChange } from "../data/use-change.ts";
import { valueText } from "../format/value.ts";
import type { AlertAct } from "./FiringPage.tsx";
import { startOf } from "./group-alerts.ts";
import { InsideLink, isInside } from "./InsideLink.tsx";
import { LabelList } from "./LabelList.tsx";
import { StateMark } from "./Marks.tsx";
import { Ago, Clock, Lasting } from "./Moment.tsx";

/** An alert: what it says, since when, why it is quiet, and what can be done about it. */
export function AlertRow(props: {
  alert: Alert;
  /** It stands below the heading of a service, not right below that of its list. */
  isBelowService: boolean;
  isChosen: boolean;
  /** The moment that is looked at; undefined is now. */
  atMs: number | undefined;
  onChoose?: (isOn: boolean) => void;
  onAct?: (kind: AlertAct["kind"]) => void;
}) {
  const { alert, isBelowService, isChosen, atMs, onChoose, onAct } = props;
  const Heading = isBelowService ? "h4" : "h3";
  const { title, description, state, severity, labels, value, unit, error } = alert;
  return (
    <li className="alert-row" data-severity={severity} data-state={state} data-testid="alert-row">
      {onChoose !== undefined && (
        <label className="alert-choose">
          <input type="checkbox" checked={isChosen} onChange={() => onChoose(!isChosen)} />
          <span className="sr-only">Choose {title}</span>
        </label>
      )}
      <div className="alert-said">
        <div className="alert-title">
          <Heading className="alert-name">{title}</Heading>
          {state !== "firing" && <StateMark state={state} />}
          <LabelList labels={labels} />
        </div>
        {description !== "" && <p>{description}</p>}
        {error !== null && <p className="text-bad">{error}</p>}
        <div className="alert-more">
          <Quiets alert={alert} />
          <Links alert={alert} />
        </div>
      </div>
      <p className="alert-value">
        {value !== null && <b>{valueText(value, unit as Unit)}</b>}
        <small>
          for <Lasting fromMs={startOf(alert)} toMs={atMs} />
        </small>
      </p>
      {onAct !== undefined && (
        <div className="alert-acts">
          {alert.acknowledged !== null ? (
            <TakeBack id={alert.id} />
          ) : (
            state !== "pending" && (
              <button type="button" className="button small" onClick={() => onAct("acknowledge")}>
                <Hand size={14} aria-hidden /> Acknowledge
              </button>
            )
          )}
          <button type="button" className="button small" onClick={() => onAct("silence")}>
            <BellOff size={14} aria-hidden /> Silence
          </button>
        </div>
      )}
    </li>
  );
}

/** Nobody has it any more: people are reminded of it again. */
function TakeBack({ id }: { id: string }) {
  const change = useChange();
  const [fault, setFault] = useState<string>();
  const takeBack = async () => {
    const outcome = await change("DELETE", `/api/alerts/${encodeURIComponent(id)}/acknowledge`);
    setFault(outcome.ok ? undefined : outcome.failure.message);
  };
  return (
    <>
      <button type="button" className="button small" onClick={() => void takeBack()}>
        <Undo2 size={14} aria-hidden /> Take back
      </button>
      {fault !== undefined && (
        <small role="alert" className="text-bad">
          {fault}
        </small>
      )}
    </>
  );
}

/** Who has it, and why nobody is told of it now. */
function Quiets({ alert: { acknowledged, quiet } }: { alert: Alert }) {
  const others = quiet.filter(({ by }) => by !== "acknowledged" || acknowledged === null);
  if (acknowledged === null && others.length === 0) return null;
  return (
    <ul className="alert-quiet" aria-label="Why it is quiet">
      {acknowledged !== null && (
        <li>
          <Check size={13} aria-hidden /> Acknowledged
          {acknowledged.by !== "" && ` by ${acknowledged.by}`} <Ago ms={acknowledged.atMs} />
          {acknowledged.note !== "" && `: ${acknowledged.note}`}
        </li>
      )}
      {others.map(({ by, words, untilMs }) => (
        <li key={`${by} ${words}`} data-by={by}>
          {by === "told" ? (
            <>
              <Send size={13} aria-hidden /> {words.slice(0, 1).toUpperCase() + words.slice(1)}
            </>
          ) : (
            <>
              <BellOff size={13} aria-hidden /> Quiet: {words}
            </>
          )}
          {untilMs !== null && (
            <>
              {by === "told" ? ", at " : " until "}
              <Clock ms={untilMs} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Links({ alert: { rule, ruleName, runbook, link, owner, id } }: { alert: Alert }) {
  return (
    <p className="alert-links">
      <Link {...placeOfRule(rule)}>
        <ScrollText size={13} aria-hidden /> {ruleName}
      </Link>
      {isInside(link) && (
        <InsideLink to={link}>
          <Rows4 size={13} aria-hidden /> View then
        </InsideLink>
      )}
      {/^https?:\/\//i.test(runbook) && (
        <a href={runbook} target="_blank" rel="noreferrer">
          <BookOpen size={13} aria-hidden /> Runbook <ExternalLink size={11} aria-hidden />
        </a>
      )}
      <Link to="/alerts/notices" search={{ alert: id } as never}>
        Notices
      </Link>
      {owner !== "" && <span>{owner}</span>}
    </p>
  );
}
