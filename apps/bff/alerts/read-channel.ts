import { secretFault } from "@mission-control/alerts/delivery";
import {
  channelSecrets,
  type RawChannel,
  Refusal,
  type Reject,
  rawChannelSchema,
  rejectsOf,
} from "@mission-control/contracts";
import type { KeptChannel } from "@mission-control/store";
import { confidantOf, neededSecrets } from "./channel-fields.ts";

/** What a channel is told with beside its fields: whoever sends back what he read means nothing by it. */
const TOLD = ["secrets", "leadsTo", "health"];

/** What came in as a channel: its fields with the secrets that were given, and the names of those that stay as they are kept. */
export interface ReadChannel {
  readonly channel: RawChannel;
  readonly staying: readonly string[];
}

/**
 * Reads a channel that came in, over the one that is kept under its slug: secrets that are left out stay, null removes one.
 * @throws Refusal `invalid_body`, each fault at its field
 */
export function readChannel(
  slug: string | undefined,
  given: unknown,
  kept: KeptChannel | undefined,
): ReadChannel {
  const fields = { ...(slug === undefined ? {} : { slug }), ...objectOf(given) } as Record<string, unknown>;
  for (const name of TOLD) delete fields[name];
  const names: readonly string[] =
    Object.entries(channelSecrets).find(([kind]) => kind === fields.kind)?.[1] ?? [];
  const removed = names.filter((name) => fields[name] === null);
  for (const name of removed) delete fields[name];
  const parsed = rawChannelSchema.safeParse(fields);
  if (!parsed.success) throw unusable(rejectsOf(parsed.error));
  const channel = parsed.data;
  if (slug !== undefined && channel.slug !== slug)
    throw unusable([fault("slug", `the address names "${slug}", the body "${channel.slug}"`)]);
  const same = kept?.channel.kind === channel.kind ? kept : undefined;
  const left = names.filter(
    (name) => same?.sealed[name] !== undefined && fields[name] === undefined && !removed.includes(name),
  );
  const isElsewhere = same !== undefined && confidantOf(same.channel) !== confidantOf(channel);
  const faults = [
    ...(isElsewhere ? left : []).map((name) =>
      fault(name, "give it again: it would be shown to another machine than before"),
    ),
    ...neededSecrets(channel)
      .filter((name) => fields[name] === undefined && !left.includes(name))
      .map((name) => fault(name, "it is needed")),
    ...secretFaults(channel),
  ];
  if (faults.length > 0) throw unusable(faults);
  return { channel, staying: left };
}

/** A channel that cannot be used. */
export function unusable(faults: Reject[]): Refusal {
  const [first] = faults;
  const told = first === undefined ? "" : ` ${first.path}: ${first.message}.`;
  return new Refusal("invalid_body", `This channel cannot be used; nothing was kept.${told}`, {
    errors: faults,
  });
}

export const fault = (path: string, message: string): Reject => ({ code: "custom", path, message });

function* secretFaults(channel: RawChannel): Generator<Reject> {
  const url = channel.kind === "browser" || channel.kind === "smtp" ? undefined : channel.url;
  if (url !== undefined && URL.canParse(url) && (new URL(url).username || new URL(url).password) !== "")
    yield fault("url", "a name or password does not belong in an address");
  if (channel.kind !== "webhook") return;
  for (const name of ["secret", "oldSecret"] as const) {
    const words = channel[name] === undefined ? undefined : secretFault(channel[name]);
    if (words !== undefined) yield fault(name, words);
  }
}

function objectOf(given: unknown): object {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given;
  throw new Refusal("invalid_body", "A channel is an object of its fields; nothing was kept.");
}
