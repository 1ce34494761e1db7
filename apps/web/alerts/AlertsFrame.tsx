import "../style/alerts.css";
import "../style/alerts-tables.css";
import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { TopBar } from "../chrome/TopBar.tsx";
import { useFiringCount } from "../data/use-alerts.ts";

const tabs = [
  { to: "/alerts", label: "Firing now" },
  { to: "/alerts/history", label: "History" },
  { to: "/alerts/rules", label: "Rules" },
  { to: "/alerts/silences", label: "Silences" },
  { to: "/alerts/channels", label: "Channels" },
  { to: "/alerts/notices", label: "Notices" },
] as const;

/** What of a question a page has to know to say that it failed. */
interface Asked {
  readonly error: Error | null;
  readonly data: unknown;
  readonly refetch: () => unknown;
}

/** One of the pages about alerts: their tabs, what can be done on it, and what could not be asked. */
export function AlertsFrame(props: {
  here: (typeof tabs)[number]["label"];
  note?: ReactNode;
  acts?: ReactNode;
  /** By which it is said what is looked at: they stay while that is asked. */
  tools?: ReactNode;
  asked: Asked;
  children: ReactNode;
}) {
  const { here, note, acts, tools, asked, children } = props;
  const firing = useFiringCount();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${here} · Alerts · Mission Control`;
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [here]);
  return (
    <>
      <TopBar title="Alerts" note={note}>
        {acts}
      </TopBar>
      <nav ref={list} className="alert-tabs" aria-label="Alerts">
        {tabs.map(({ to, label }) => (
          <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} search={{}}>
            {label}
            {to === "/alerts" && firing !== undefined && firing > 0 && (
              <b className="firing-count">{firing.toLocaleString("en")}</b>
            )}
          </Link>
        ))}
      </nav>
      {asked.error !== null && <Failure asked={asked} />}
      <main className="alerts-page" aria-label={here}>
        {tools}
        {asked.data === undefined ? asked.error === null && <Skeleton /> : children}
      </main>
    </>
  );
}

function Failure({ asked }: { asked: Asked }) {
  return (
    <p className="banner bad" role="alert">
      <CircleAlert size={14} aria-hidden /> {asked.error?.message}
      {asked.data !== undefined && " What stands here is from before. "}
      <button type="button" className="link-button" onClick={() => void asked.refetch()}>
        Try again
      </button>
    </p>
  );
}

/** Rows as they will stand, once that takes long enough to be seen. */
function Skeleton() {
  return (
    <div className="alerts-skeleton" aria-busy>
      {["a", "b", "c", "d"].map((row) => (
        <i key={row} />
      ))}
    </div>
  );
}
