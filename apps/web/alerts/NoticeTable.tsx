import type { Attempt, Channel, Notice } from "@mission-control/contracts";
import {
  CircleAlert,
  CircleCheck,
  CornerDownRight,
  Hourglass,
  type LucideIcon,
  RotateCw,
} from "lucide-react";
import { useState } from "react";
import { Panel } from "../chrome/Panel.tsx";
import { useServices } from "../data/services.ts";
import { useChange } from "../data/use-change.ts";
import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { Away, Clock } from "./Moment.tsx";

/** What became of a notice. */
export const noticeStateWords: Readonly<Record<Notice["state"], string>> = {
  waiting: "waiting",
  sent: "sent",
  failed: "failed",
};

const icons: Record<Notice["state"], LucideIcon> = {
  waiting: Hourglass,
  sent: CircleCheck,
  failed: CircleAlert,
};

const reasonWords: Readonly<Record<Notice["reason"], string>> = {
  firing: "fires",
  changed: "changed",
  repeat: "fires still",
  escalation: "fires, and nobody took it",
  resolved: "is over",
  test: "a test",
};

/** A row for each notice, newest first. */
export function NoticeTable(props: { notices: readonly Notice[]; channels: readonly Channel[] }) {
  const { notices, channels } = props;
  const nameOf = (slug: string) => channels.find((channel) => channel.slug === slug)?.name ?? slug;
  return (
    <div className="alerts-table notice-table">
      <Panel label="Notices">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">By</th>
            <th scope="col">State</th>
            <th scope="col">Attempts</th>
            <th scope="col">
              <span className="sr-only">Try again</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => (
            <tr key={notice.id} data-testid="notice-row" data-state={notice.state}>
              <td className="notice-when">
                <Clock ms={notice.createdMs} />
              </td>
              <th scope="row">
                <What notice={notice} />
              </th>
              <td className="notice-by">
                {nameOf(notice.channel)}
                {notice.insteadOf !== null && (
                  <p>
                    <CornerDownRight size={12} aria-hidden /> in place of another channel
                  </p>
                )}
              </td>
              <td>
                <State notice={notice} />
              </td>
              <td className="notice-attempts">
                <Attempts attempts={notice.attempts} />
              </td>
              <td>{notice.state !== "sent" && <TryAgain notice={notice} />}</td>
            </tr>
          ))}
        </tbody>
      </Panel>
    </div>
  );
}

function What({ notice: { alerts, more, reason } }: { notice: Notice }) {
  const [first] = alerts;
  const others = alerts.length - 1 + more;
  return (
    <>
      {first?.title ?? "Mission Control"} <span className="notice-reason">{reasonWords[reason]}</span>
      {others > 0 && <p>and {countOf(others, "other alert")}</p>}
    </>
  );
}

function State({ notice: { state, nextMs } }: { notice: Notice }) {
  const { link } = useServices();
  const Icon = icons[state];
  return (
    <span className="notice-state" data-state={state}>
      <Icon size={14} aria-hidden /> {noticeStateWords[state]}
      {state === "waiting" && nextMs !== null && (
        <small>
          {nextMs <= link.nowMs() ? (
            "its turn comes next"
          ) : (
            <>
              next try <Away ms={nextMs} />
            </>
          )}
        </small>
      )}
    </span>
  );
}

function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const last = attempts.at(-1);
  if (last === undefined) return <span className="text-faint">none yet</span>;
  if (attempts.length === 1) return <AttemptLine attempt={last} />;
  return (
    <details>
      <summary>
        {countOf(attempts.length, "attempt")}, the last: <AttemptLine attempt={last} />
      </summary>
      <ol>
        {attempts.map((attempt, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts are only ever added
          <li key={i}>
            <AttemptLine attempt={attempt} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function AttemptLine({ attempt: { ok, words, atMs, tookMs } }: { attempt: Attempt }) {
  return (
    <span className={ok ? "attempt" : "attempt bad"}>
      {words} <small>({valueText(tookMs / 1_000, "seconds")})</small> <Clock ms={atMs} />
    </span>
  );
}

function TryAgain({ notice }: { notice: Notice }) {
  const change = useChange();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const retry = async () => {
    setBusy(true);
    const outcome = await change("POST", `/api/notices/${encodeURIComponent(notice.id)}/retry`);
    setBusy(false);
    setFault(outcome.ok ? undefined : outcome.failure.message);
  };
  return (
    <>
      <button type="button" className="button small" disabled={isBusy} onClick={() => void retry()}>
        <RotateCw size={13} aria-hidden /> {notice.state === "waiting" ? "Try now" : "Try again"}
      </button>
      {fault !== undefined && (
        <small role="alert" className="text-bad">
          {fault}
        </small>
      )}
    </>
  );
}
