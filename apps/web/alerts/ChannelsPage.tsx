import type { Channel } from "@mission-control/contracts";
import { Plus, Send } from "lucide-react";
import { useState } from "react";
import { useChannels } from "../data/use-channels.ts";
import { useRules } from "../data/use-rules.ts";
import { countOf } from "../format/text.ts";
import { AlertsFrame } from "./AlertsFrame.tsx";
import { ChannelCard } from "./ChannelCard.tsx";
import { ChannelDialog } from "./ChannelDialog.tsx";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { Empty } from "./Empty.tsx";
import { channelsOf } from "./find-rules.ts";

type Open =
  | { readonly what: "form"; readonly channel?: Channel }
  | { readonly what: "remove"; readonly channel: Channel };

/** By which ways messages leave, where each leads, and how it is doing. */
export function ChannelsPage() {
  const asked = useChannels();
  const { data: rules } = useRules();
  const [open, setOpen] = useState<Open>();
  const channels = asked.data ?? [];
  const close = () => setOpen(undefined);
  const newChannel = (
    <button type="button" className="pill primary" onClick={() => setOpen({ what: "form" })}>
      <Plus size={15} aria-hidden /> New channel
    </button>
  );
  return (
    <AlertsFrame
      here="Channels"
      asked={asked}
      note={asked.data === undefined ? undefined : countOf(channels.length, "channel")}
      acts={newChannel}
    >
      {channels.length === 0 ? (
        <Empty Icon={Send} title="Nobody can be told yet" acts={newChannel}>
          The ways to people would stand here: e-mail, SMS, web hooks, chat, pagers. Each with where it leads,
          how its last message went, and a test that says what the other side answered.
        </Empty>
      ) : (
        <ul className="channel-cards">
          {channels.map((channel) => (
            <ChannelCard
              key={channel.slug}
              channel={channel}
              rules={(rules ?? []).filter((rule) => channelsOf(rule).includes(channel.slug))}
              fallback={channels.find(({ slug }) => slug === channel.fallback)?.name ?? channel.fallback}
              onEdit={() => setOpen({ what: "form", channel })}
              onRemove={() => setOpen({ what: "remove", channel })}
            />
          ))}
        </ul>
      )}
      {open?.what === "form" && <ChannelDialog channel={open.channel} channels={channels} onClose={close} />}
      {open?.what === "remove" && (
        <ConfirmDialog
          title={`Remove ${open.channel.name}?`}
          done="Remove it"
          path={`/api/channels/${encodeURIComponent(open.channel.slug)}`}
          onClose={close}
        >
          Its secrets are forgotten with it. What was sent by it stays in the log of notices.
        </ConfirmDialog>
      )}
    </AlertsFrame>
  );
}
