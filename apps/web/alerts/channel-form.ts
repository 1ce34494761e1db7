import type { Channel, ChannelKind } from "@mission-control/contracts";
import { slugOf } from "@mission-control/contracts";
import { channelKinds } from "./channel-kinds.ts";

/** A channel as it is typed. A secret of which nothing is typed stays as it is kept. */
export interface ChannelDraft {
  readonly kind: ChannelKind;
  /** Empty for a new one: its name makes it. */
  readonly slug: string;
  readonly name: string;
  readonly enabled: boolean;
  /** The slug of another channel; empty for none. */
  readonly fallback: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A new channel of a kind; what was typed in fields of the same name stays. */
export function newChannel(kind: ChannelKind, before?: ChannelDraft): ChannelDraft {
  const fields = channelKinds[kind].fields.map(({ name, as, start = "" }) => {
    const typed = before?.fields[name];
    const isStart = channelKinds[before?.kind ?? kind].fields.some(
      (field) => field.name === name && field.start === typed,
    );
    return [name, as === "secret" || isStart || typed === undefined ? start : typed];
  });
  const { name = "", fallback = "" } = before ?? {};
  return { kind, slug: "", name, enabled: true, fallback, fields: Object.fromEntries(fields) };
}

/** A channel that is kept, to be changed. */
export function draftOfChannel(channel: Channel): ChannelDraft {
  const { kind, slug, name, enabled, fallback = "" } = channel;
  const fields = channelKinds[kind].fields.map(({ name, as }): [string, string] => {
    const value = channel[name];
    const text = Array.isArray(value) ? value.join(", ") : value === undefined ? "" : String(value);
    return [name, as === "secret" ? "" : text];
  });
  return { kind, slug, name, enabled, fallback, fields: Object.fromEntries(fields) };
}

/** The body that keeps a channel; what is empty is left out. */
export function bodyOfChannel(draft: ChannelDraft): Record<string, unknown> {
  const { kind, slug, name, enabled, fallback, fields } = draft;
  const said = channelKinds[kind].fields.flatMap(({ name, as }): [string, unknown][] => {
    const text = as === "secret" ? (fields[name] ?? "") : (fields[name] ?? "").trim();
    if (as === "list") return [[name, text.split(/[\s,;]+/).filter(Boolean)]];
    if (text === "") return [];
    return [[name, as === "number" ? Number(text) : text]];
  });
  return {
    kind,
    slug: slug === "" ? slugOf(name) : slug,
    name: name.trim(),
    enabled,
    ...(fallback !== "" && { fallback }),
    ...Object.fromEntries(said),
  };
}
