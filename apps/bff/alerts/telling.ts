import { join } from "node:path";
import { createTold, type Message } from "@mission-control/alerts/delivery";
import type {
  ChannelHealth,
  MetricMetadata,
  RawEvent,
  Rule,
  SeriesReader,
  Settings,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import {
  type AddressPolicy,
  createGuardedConnect,
  createGuardedLookup,
  createOutgoing,
  faultWords,
} from "@mission-control/sources";
import type { Records } from "@mission-control/store";
import { createChannels } from "./channels.ts";
import { createNotices } from "./delivery.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { createMessageContext } from "./message-context.ts";
import { eventOfMessage } from "./notice-events.ts";
import type { FindEvents } from "./replay-events.ts";
import type { ReplayReaders } from "./replay-source.ts";
import { createSecretBox } from "./secret-box.ts";
import { testRule } from "./test-notice.ts";

/** How people are told: channels, the messages that go out by them, their log, and the heartbeat for when we are gone. */
export function createTelling(options: {
  settings: Settings;
  clock: Clock;
  dataDir: string;
  records: Records;
  policy: AddressPolicy;
  readers: Omit<ReplayReaders, "find">;
  reader: Pick<SeriesReader, "select" | "series">;
  find: FindEvents;
  typeOf: (metric: string) => MetricMetadata["type"] | undefined;
  rules: () => readonly Rule[];
  ruleOf: (slug: string) => Rule | undefined;
  /** Gives an event to the pages that are open; how many there are. */
  showOnPages: (event: RawEvent) => Promise<number>;
  /** Where this process is found, where the settings say nothing. */
  ownAddress: () => string;
  onError: (error: unknown) => void;
}) {
  const { settings, clock, dataDir, records, policy, rules, onError } = options;
  const lookup = createGuardedLookup({ policy });
  const post = createOutgoing({ lookup, clock });
  const tools = {
    clock,
    post,
    connect: createGuardedConnect({ lookup, clock }),
    faultWords,
    show: (message: Message, channel: string) => options.showOnPages(eventOfMessage(message, channel)),
    told: createTold(),
  };
  const notices = createNotices({
    clock,
    records: records.notices,
    contextOf: createMessageContext({
      ...options,
      ruleOf: (slug) => (slug === testRule.slug ? testRule : options.ruleOf(slug)),
      baseStepMs: settings.step,
    }),
    address: () => settings.alerts.address ?? options.ownAddress(),
    retentionMs: settings.retention,
    onError,
  });
  const channels = createChannels({
    records: records.channels,
    box: createSecretBox({ key: settings.alerts.key, keyFile: join(dataDir, "channels.key") }),
    clock,
    tools,
    lookup,
    messageOf: notices.messageOf,
    health: (slug): Promise<ChannelHealth> => delivery.health(slug),
    toldBy: async (slug) => rules().flatMap((rule) => (tells(rule, slug) ? rule.name : [])),
  });
  const delivery = notices.deliverBy(channels);
  const heartbeat = createHeartbeat({ clock, settings: settings.alerts.heartbeat, post, onError });

  return {
    channels,
    notices: { list: notices.list, retry: delivery.retry },
    counters: delivery.counters,
    /** Notices were kept that are to be sent. */
    wake: delivery.wake,
    /** What was due by a step was evaluated and kept. */
    evaluated: heartbeat.evaluated,
    problems: () => [...delivery.problems(), ...heartbeat.problems()],
    start() {
      const stops = [delivery.start(), heartbeat.start()];
      return async () => {
        for (const stop of stops) await stop();
      };
    },
  };
}

/** Whether a rule tells a channel, at once or later. */
function tells({ tell }: Rule, slug: string): boolean {
  return [tell, ...tell.escalate].some(({ channels }) => channels.includes(slug));
}
