import type { Alert } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { BellOff, CircleCheck, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { placeOfNewRule } from "../data/place-of-rule.ts";
import { useAlerts } from "../data/use-alerts.ts";
import { useRules } from "../data/use-rules.ts";
import { countOf } from "../format/text.ts";
import { AcknowledgeDialog } from "./AcknowledgeDialog.tsx";
import { AlertsFrame } from "./AlertsFrame.tsx";
import { useAlertsSearch } from "./alerts-search.ts";
import { ChosenBar } from "./ChosenBar.tsx";
import { Empty } from "./Empty.tsx";
import { FiringList } from "./FiringList.tsx";
import { groupAlerts } from "./group-alerts.ts";
import { hasWords, labelTexts } from "./has-words.ts";
import { MomentField } from "./MomentField.tsx";
import { matchersFor } from "./matchers-text.ts";
import { SearchField } from "./SearchField.tsx";
import { SilenceDialog } from "./SilenceDialog.tsx";

/** What is to be done with some alerts, as they stood when it was begun: what is over meanwhile takes no form away. */
export interface AlertAct {
  readonly kind: "acknowledge" | "silence";
  readonly alerts: readonly Alert[];
}

/** What fires now, or fired at the moment that the address names; what is on its way there, and what is not known. */
export function FiringPage() {
  const [search, change] = useAlertsSearch();
  const asked = useAlerts(search.at);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [act, setAct] = useState<AlertAct>();
  const all = asked.data?.alerts ?? none;
  const alerts = useMemo(
    () =>
      all.filter(({ title, rule, ruleName, owner, labels }) =>
        hasWords(search.q, [title, rule, ruleName, owner, ...labelTexts(labels)]),
      ),
    [all, search.q],
  );
  const groups = useMemo(() => groupAlerts(alerts), [alerts]);
  const isPast = search.at !== undefined;
  // What is over meanwhile is no longer chosen.
  const picked = alerts.filter(({ id }) => chosen.has(id));
  const done = () => {
    setAct(undefined);
    setChosen(new Set());
  };
  const choose = (ids: readonly string[], isOn: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) isOn ? next.add(id) : next.delete(id);
      return next;
    });
  return (
    <AlertsFrame
      here="Firing now"
      tools={
        <div className="alerts-tools">
          <SearchField
            label="Find an alert by title, rule, owner or label"
            placeholder="Title, rule, label"
            value={search.q}
            onChange={(q) => change({ q })}
          />
          <div className="grow" />
          <MomentField at={search.at} onChange={(at) => change({ at })} />
        </div>
      }
      asked={asked}
      note={asked.data === undefined ? undefined : countOf(all.length, "alert")}
      acts={<NewRule />}
    >
      {picked.length > 0 && !isPast && (
        <ChosenBar
          count={picked.length}
          onAct={(kind) => setAct({ kind, alerts: picked })}
          onClear={() => setChosen(new Set())}
        />
      )}
      <FiringList
        groups={groups}
        chosen={chosen}
        // What is past can be looked at only.
        {...(isPast ? { atMs: search.at } : { onChoose: choose, onAct: setAct })}
      />
      {alerts.length === 0 && all.length > 0 && (
        <p className="aside-words" role="status">
          No alert has all of that in its title, rule, owner or labels.{" "}
          <button type="button" className="link-button" onClick={() => change({ q: undefined })}>
            Show all
          </button>
        </p>
      )}
      {all.length === 0 && (isPast ? <NothingThen /> : <NothingFires />)}
      {act?.kind === "acknowledge" && <AcknowledgeDialog alerts={act.alerts} onClose={done} />}
      {act?.kind === "silence" && <SilenceDialog matchers={matchersFor(act.alerts)} onClose={done} />}
    </AlertsFrame>
  );
}

const none: never[] = [];

function NewRule() {
  return (
    <Link {...placeOfNewRule({})} className="pill primary">
      <Plus size={15} aria-hidden /> New rule
    </Link>
  );
}

function NothingThen() {
  return (
    <Empty Icon={CircleCheck} title="Nothing fired then">
      Every rule that was evaluated at that moment found everything normal.
    </Empty>
  );
}

function NothingFires() {
  const { data: rules } = useRules();
  const on = rules?.filter(({ enabled }) => enabled).length ?? 0;
  return on > 0 ? (
    <Empty Icon={CircleCheck} title="Nothing fires">
      {countOf(on, "rule")} {on === 1 ? "watches" : "watch"}, and all is normal. What fires stands here, by
      how grave it is and by service, with its value, since when, and who knows of it.
    </Empty>
  ) : (
    <Empty Icon={BellOff} title="No rule watches anything" acts={<NewRule />}>
      What fires would stand here, by how grave it is and by service, with its value, since when, and who
      knows of it. A rule takes a minute, and shows what it would have done last week before it is saved.
    </Empty>
  );
}
