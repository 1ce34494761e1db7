import type { Channel, ChannelHealth } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleOff,
  Hourglass,
  type LucideIcon,
  Pencil,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import { Button, Switch } from "react-aria-components";
import { useChange } from "../data/use-change.ts";
import { countOf } from "../format/text.ts";
import { AllowNotices } from "./AllowNotices.tsx";
import { ChannelTest } from "./ChannelTest.tsx";
import { bodyOfChannel, draftOfChannel } from "./channel-form.ts";
import { channelKinds } from "./channel-kinds.ts";
import type { ListedRule } from "./find-rules.ts";
import { Ago } from "./Moment.tsx";

const healths: Record<ChannelHealth["state"], readonly [LucideIcon, string]> = {
  unused: [CircleDashed, "not used yet"],
  ok: [CircleCheck, "works"],
  retrying: [Hourglass, "tries again"],
  failing: [CircleAlert, "fails"],
  disabled: [CircleOff, "disabled"],
};

/** A channel: what it is, where it leads, how it is doing, and a test of it. */
export function ChannelCard(props: {
  channel: Channel;
  rules: readonly ListedRule[];
  fallback: string | undefined;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { channel, rules, fallback, onEdit, onRemove } = props;
  const { name, kind, leadsTo, enabled, slug, health } = channel;
  const { Icon, label } = channelKinds[kind];
  const path = `/api/channels/${encodeURIComponent(slug)}`;
  const change = useChange();
  const [fault, setFault] = useState<string>();
  const put = async (isOn: boolean) => {
    const outcome = await change("PUT", path, bodyOfChannel({ ...draftOfChannel(channel), enabled: isOn }));
    setFault(outcome.ok ? undefined : outcome.failure.message);
  };
  return (
    <li className="channel-card" data-testid="channel-card" data-slug={slug}>
      <header>
        <Icon size={18} aria-hidden />
        <div>
          <h2>{name}</h2>
          <p>
            {label}
            {leadsTo !== "" && ` to ${leadsTo}`}
          </p>
        </div>
        <Switch
          className="switch"
          aria-label={`${name} is on`}
          isSelected={enabled}
          onChange={(isOn) => void put(isOn)}
        >
          <i aria-hidden />
        </Switch>
      </header>
      <Health health={health} isOn={enabled} />
      {kind === "browser" && <AllowNotices />}
      <p className="channel-uses">
        {rules.length === 0 ? (
          "No rule tells it."
        ) : (
          <>
            Told by{" "}
            <Link to="/alerts/rules" search={{ q: slug } as never}>
              {countOf(rules.length, "rule")}
            </Link>
            .
          </>
        )}
        {fallback !== undefined && ` Where it refuses for good, ${fallback} is told.`}
      </p>
      {fault !== undefined && (
        <p role="alert" className="text-bad">
          {fault}
        </p>
      )}
      <ChannelTest path={`${path}/test`} label={`Send a test by ${name}`}>
        <Button className="button small" onPress={onEdit} aria-label={`Change ${name}`}>
          <Pencil size={13} aria-hidden /> Change
        </Button>
        <Link to="/alerts/notices" search={{ channel: slug } as never} className="button small">
          Notices
        </Link>
        <Button className="icon-button" onPress={onRemove} aria-label={`Remove ${name}`}>
          <Trash2 size={14} aria-hidden />
        </Button>
      </ChannelTest>
    </li>
  );
}

function Health({ health, isOn }: { health: ChannelHealth; isOn: boolean }) {
  const state = isOn ? health.state : "disabled";
  const [Icon, word] = healths[state];
  return (
    <p className="channel-health" data-state={state}>
      <Icon size={14} aria-hidden />
      <span>
        {health.words === "" ? word : health.words}
        {(health.lastMs !== null || health.waiting > 0) && (
          <small>
            {health.lastMs !== null && (
              <>
                last used <Ago ms={health.lastMs} />
              </>
            )}
            {health.lastMs !== null && health.waiting > 0 && ", "}
            {health.waiting > 0 && `${countOf(health.waiting, "notice")} waiting`}
          </small>
        )}
      </span>
    </p>
  );
}
