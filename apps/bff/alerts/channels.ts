import { type ChannelTools, type Message, type Sent, sendBy } from "@mission-control/alerts/delivery";
import {
  type Channel,
  type ChannelHealth,
  type ChannelTest,
  channelSecrets,
  type Notice,
  type RawChannel,
  Refusal,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { ChannelRecords, KeptChannel } from "@mission-control/store";
import { createRateLimit } from "../shares/rate-limit.ts";
import { leadsTo, neededSecrets, splitSecrets, targetOf } from "./channel-fields.ts";
import { fault, type ReadChannel, readChannel, unusable } from "./read-channel.ts";
import type { SecretBox } from "./secret-box.ts";
import { testNotice } from "./test-notice.ts";

/** How long saving waits for a name to be looked up: what cannot be looked up now is looked at when it is sent to. */
const LOOKUP_MS = 3_000;
/** Tests are real messages: some cost money, all of them somebody's attention. */
const TESTS_PER_MINUTE = 20;

/** A channel that a message can be given to. `missing` are needed secrets that cannot be read. */
export interface ReadyChannel {
  readonly enabled: boolean;
  readonly fallback: string | undefined;
  readonly channel: RawChannel;
  readonly missing: readonly string[];
}

/** See `createChannels`. */
export type Channels = ReturnType<typeof createChannels>;

/** The channels that people made: what is told of them, what becomes of them, and sending by them. */
export function createChannels(options: {
  records: ChannelRecords;
  box: SecretBox;
  clock: Clock;
  tools: ChannelTools;
  /** Whether a machine may be spoken to. @throws Error, with `blocked: true` where it may not */
  lookup: (host: string, port: number) => Promise<unknown>;
  messageOf: (notice: Notice) => Promise<Message>;
  /** How the deliveries of a channel go. */
  health: (slug: string) => Promise<ChannelHealth>;
  /** The names of the rules that tell a channel. */
  toldBy: (slug: string) => Promise<readonly string[]>;
}) {
  const { records, box, clock, tools, lookup, messageOf, health, toldBy } = options;
  const tests = createRateLimit({ clock, perMinute: TESTS_PER_MINUTE });

  function readyOf({ channel, sealed, disabled }: KeptChannel): ReadyChannel {
    const secrets = Object.entries(sealed).flatMap(([name, text]) => {
      const secret = box.open(text, channel.slug, name);
      return secret === undefined ? [] : [[name, secret] as const];
    });
    const whole = { ...channel, ...Object.fromEntries(secrets) } as RawChannel;
    const values: Readonly<Record<string, unknown>> = { ...whole };
    const needed = new Set([...Object.keys(sealed), ...neededSecrets(channel)]);
    return {
      enabled: channel.enabled && disabled === undefined,
      fallback: channel.fallback,
      channel: whole,
      missing: [...needed].filter((name) => values[name] === undefined),
    };
  }

  async function healthOf(kept: KeptChannel, { channel, missing }: ReadyChannel): Promise<ChannelHealth> {
    const found = await health(channel.slug);
    if (kept.disabled !== undefined) return { ...found, state: "disabled", words: kept.disabled };
    if (!channel.enabled) return { ...found, state: "disabled", words: "It is switched off." };
    if (missing.length > 0) return { ...found, state: "failing", words: unreadable(missing) };
    return found;
  }

  async function toldOf(kept: KeptChannel): Promise<Channel> {
    const ready = readyOf(kept);
    return {
      ...kept.channel,
      secrets: channelSecrets[kept.channel.kind].filter((name) => kept.sealed[name] !== undefined),
      leadsTo: leadsTo(ready.channel),
      health: await healthOf(kept, ready),
    };
  }

  /** @throws Refusal `invalid_body` where it would lead to where nothing may be sent, or to a fallback that is none */
  async function check(channel: RawChannel): Promise<void> {
    const { slug, fallback } = channel;
    if (fallback === slug) throw unusable([fault("fallback", "a channel cannot stand in for itself")]);
    if (fallback !== undefined && (await records.find(fallback)) === undefined)
      throw unusable([fault("fallback", `there is no channel "${fallback}"`)]);
    const target = targetOf(channel);
    if (target === undefined) return;
    let stopWaiting = () => {};
    const late = new Promise<void>((resolve) => {
      stopWaiting = clock.after(LOOKUP_MS, resolve);
    });
    try {
      await Promise.race([lookup(target.host, target.port), late]);
    } catch (error) {
      if ((error as { blocked?: boolean }).blocked === true)
        throw unusable([fault(target.field, (error as Error).message)]);
    } finally {
      stopWaiting();
    }
  }

  /** The secrets of a channel that came in: what was given, and what stays of what is kept. */
  function sealedOf(
    { channel, staying }: ReadChannel,
    kept: KeptChannel | undefined,
  ): Record<string, string> {
    const given = [...splitSecrets(channel).secrets].map(
      ([name, secret]) => [name, box.seal(secret, channel.slug, name)] as const,
    );
    const left = staying.map((name) => [name, kept?.sealed[name] ?? ""] as const);
    return Object.fromEntries([...left, ...given]);
  }

  async function send(
    { channel, missing, fallback }: ReadyChannel,
    message: Message,
    late?: AbortSignal,
  ): Promise<Sent> {
    // Somebody may bring the key back; where another channel can tell it, it tells it now.
    if (missing.length > 0) return { ok: false, words: unreadable(missing), retry: fallback === undefined };
    return sendBy(channel, message, tools, late);
  }

  async function test(ready: ReadyChannel): Promise<ChannelTest> {
    tests.refuse("");
    tests.count("");
    const startMs = clock.monotonicMs();
    const { ok, words } = await send(ready, await messageOf(testNotice(ready.channel.slug, clock.now())));
    return { ok, words, tookMs: Math.round(clock.monotonicMs() - startMs) };
  }

  return {
    list: async (): Promise<Channel[]> => Promise.all((await records.list()).map(toldOf)),
    async find(slug: string): Promise<Channel | undefined> {
      const kept = await records.find(slug);
      return kept === undefined ? undefined : toldOf(kept);
    },
    /**
     * Keeps what came in under a slug. @throws Refusal `invalid_body` with each fault at its field, `disk_full`, `changed_meanwhile`
     * where it is to be a new one and there is one already
     */
    async save(slug: string, given: unknown, isNew = false): Promise<"created" | "replaced"> {
      const kept = await records.find(slug);
      if (isNew && kept !== undefined)
        throw new Refusal("changed_meanwhile", `There is a channel "${slug}" already; nothing was kept.`);
      const read = readChannel(slug, given, kept);
      await check(read.channel);
      return records.save(splitSecrets(read.channel).open, sealedOf(read, kept), clock.now());
    },
    /** Forgets one; false where there was none. @throws Refusal `not_ready` where rules or channels need it */
    async remove(slug: string): Promise<boolean> {
      const rules = await toldBy(slug);
      const channels = (await records.list()).filter(({ channel }) => channel.fallback === slug);
      const needing = [
        ...rules.map((name) => `the rule "${name}"`),
        ...channels.map(({ channel }) => `the channel "${channel.name}", whose fallback it is`),
      ];
      if (needing.length > 0) {
        const [most, more] = [needing.slice(0, 5), needing.length - 5];
        throw new Refusal(
          "not_ready",
          `It is needed by ${most.join(", ")}${more > 0 ? ` and ${more} more` : ""}; nothing was removed. Give these another first.`,
        );
      }
      return records.remove(slug);
    },
    /** Sends a test by one that is kept. @throws Refusal `not_found`, `too_many_requests` */
    async testKept(slug: string): Promise<ChannelTest> {
      const kept = await records.find(slug);
      if (kept === undefined) throw new Refusal("not_found", `There is no channel "${slug}".`);
      return test(readyOf(kept));
    },
    /** Sends a test by what came in, kept secrets filled in, without keeping it. @throws Refusal as `save` */
    async testGiven(given: unknown): Promise<ChannelTest> {
      const slug = (given as { slug?: unknown } | null)?.slug;
      const kept = typeof slug === "string" ? await records.find(slug) : undefined;
      const read = readChannel(undefined, given, kept);
      await check(read.channel);
      return test(
        readyOf({
          channel: splitSecrets(read.channel).open,
          sealed: sealedOf(read, kept),
          disabled: undefined,
        }),
      );
    },
    /** For the delivery: one with its secrets in place. */
    async ready(slug: string): Promise<ReadyChannel | undefined> {
      const kept = await records.find(slug);
      return kept === undefined ? undefined : readyOf(kept);
    },
    send,
    disable: records.disable,
  };
}

const unreadable = (missing: readonly string[]): string =>
  `Its ${missing.join(" and ")} cannot be read with the key that is there; bring that key back, or give it again.`;
