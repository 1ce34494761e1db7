import type { Rule } from "@mission-control/contracts";
import { Link, useNavigate } from "@tanstack/react-router";
import { BellOff, Copy, Ellipsis, History, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover, Switch } from "react-aria-components";
import { Panel } from "../chrome/Panel.tsx";
import { placeOfCopy, placeOfRule } from "../data/place-of-rule.ts";
import { useChannels } from "../data/use-channels.ts";
import { useKeepRule } from "../data/use-rule.ts";
import { stepText } from "../format/time.ts";
import { valueText } from "../format/value.ts";
import { channelsOf, type ListedRule } from "./find-rules.ts";
import { SeverityMark, StateMark } from "./Marks.tsx";
import { Ago } from "./Moment.tsx";
import { matchersText } from "./matchers-text.ts";
import { ruleKinds } from "./rule-kinds.ts";

/** A row for each rule: how its alerts stand, how its evaluation goes, whom it tells, and whether it is on. */
export function RuleTable(props: { rules: readonly ListedRule[]; onRemove: (rule: ListedRule) => void }) {
  const { rules, onRemove } = props;
  const { data: channels } = useChannels();
  const nameOf = (slug: string) => channels?.find((channel) => channel.slug === slug)?.name ?? slug;
  return (
    <div className="alerts-table rule-table">
      <Panel label="Rules">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">State</th>
            <th scope="col">Evaluated</th>
            <th scope="col" className="num">
              Missed
            </th>
            <th scope="col">Tells</th>
            <th scope="col">On</th>
            <th scope="col">
              <span className="sr-only">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.slug} data-testid="rule-row" data-slug={rule.slug}>
              <th scope="row">
                <Link {...placeOfRule(rule.slug)} className="rule-name">
                  {rule.name}
                </Link>
                <p>
                  <SeverityMark severity={rule.severity} /> · {ruleKinds[rule.when.kind].title}
                  {rule.owner !== "" && ` · ${rule.owner}`}
                </p>
              </th>
              <td className="rule-state">
                <State rule={rule} />
              </td>
              <td className="rule-evaluated">
                <Evaluated rule={rule} />
              </td>
              <td className={rule.health.missed > 0 ? "num rule-missed text-warn" : "num rule-missed"}>
                {rule.health.missed.toLocaleString("en")}
              </td>
              <td className="rule-tells">
                {channelsOf(rule).map(nameOf).join(", ") || <span className="text-faint">nobody</span>}
              </td>
              <td className="rule-on">
                <OnSwitch rule={rule} />
              </td>
              <td className="rule-more">
                <RuleMenu rule={rule} onRemove={() => onRemove(rule)} />
              </td>
            </tr>
          ))}
        </tbody>
      </Panel>
    </div>
  );
}

function State({ rule: { health, slug } }: { rule: ListedRule }) {
  const { state, firing, pending, error } = health;
  return (
    <>
      <StateMark state={state} />
      {(firing > 0 || pending > 0) && (
        <p>
          {firing > 0 && (
            <Link to="/alerts" search={{ q: slug } as never}>
              {firing.toLocaleString("en")} firing
            </Link>
          )}
          {firing > 0 && pending > 0 && ", "}
          {pending > 0 && `${pending.toLocaleString("en")} pending`}
        </p>
      )}
      {error !== null && <p className="rule-error">{error}</p>}
    </>
  );
}

function Evaluated({ rule: { health, everyMs } }: { rule: ListedRule }) {
  const { lastMs, tookMs } = health;
  if (lastMs === null) return <span className="text-faint">not yet</span>;
  return (
    <>
      <Ago ms={lastMs} />
      <p>
        {tookMs !== null && `${valueText(tookMs / 1_000, "seconds")}, `}every {stepText(everyMs)}
      </p>
    </>
  );
}

/** The rule alone, without what is told of it beside. */
function ruleOnly({ health: _, version: __, savedMs: ___, ...rule }: ListedRule): Rule {
  const { savedBy: ____, ...rest } = rule as typeof rule & { savedBy?: string };
  return rest;
}

function OnSwitch({ rule }: { rule: ListedRule }) {
  const { save } = useKeepRule();
  const [fault, setFault] = useState<string>();
  const [asked, setAsked] = useState<boolean>();
  const put = async (enabled: boolean) => {
    setAsked(enabled);
    const outcome = await save({ ...ruleOnly(rule), enabled }, rule.version);
    setAsked(undefined);
    setFault(outcome.ok ? undefined : outcome.failure.message);
  };
  return (
    <>
      <Switch
        className="switch"
        aria-label={`${rule.name} is on`}
        isSelected={asked ?? rule.enabled}
        isDisabled={asked !== undefined}
        onChange={(enabled) => void put(enabled)}
      >
        <i aria-hidden />
      </Switch>
      {fault !== undefined && (
        <small role="alert" className="text-bad">
          {fault}
        </small>
      )}
    </>
  );
}

function RuleMenu({ rule, onRemove }: { rule: ListedRule; onRemove: () => void }) {
  const navigate = useNavigate();
  const { slug, name } = rule;
  const silence = matchersText([{ label: "rule", op: "=", value: slug }]);
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={`More for ${name}`}>
        <Ellipsis size={16} aria-hidden />
      </Button>
      <Popover className="popover menu" placement="bottom end">
        <Menu aria-label={name}>
          <MenuItem className="menu-item" onAction={() => void navigate(placeOfCopy(slug))}>
            <Copy size={14} aria-hidden /> Duplicate…
          </MenuItem>
          <MenuItem
            className="menu-item"
            onAction={() => void navigate({ to: "/alerts/silences", search: { new: silence } as never })}
          >
            <BellOff size={14} aria-hidden /> Silence its alerts…
          </MenuItem>
          <MenuItem
            className="menu-item"
            onAction={() => void navigate({ to: "/alerts/history", search: { rule: slug } as never })}
          >
            <History size={14} aria-hidden /> History
          </MenuItem>
          <MenuItem className="menu-item" onAction={onRemove}>
            <Trash2 size={14} aria-hidden /> Remove…
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
