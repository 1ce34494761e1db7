import type { Socket } from "node:net";
import type { Alert, NoticeReason, RawChannel } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { Told } from "./told.ts";

/**
 * What is sent about a group of alerts, written for every kind of channel at once. `id` is the notice's and stays the same
 * each time it is tried, so that who gets it twice can tell.
 */
export interface Message {
  readonly id: string;
  readonly reason: NoticeReason;
  readonly createdMs: number;
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** A whole document, escaped already; it shows the picture as `cid:lane`, where there is one. */
  readonly html: string;
  /** The text of an SMS. */
  readonly short: string;
  /** The alerts that are told by name, as they were, and how many others are only counted. */
  readonly alerts: readonly Alert[];
  readonly more: number;
  /** Where to look: a whole address. */
  readonly link: string;
  /** What helps to see why, a line each: the last deploy, what changed most. `text` and `html` have it already. */
  readonly facts?: readonly string[] | undefined;
  /** A PNG of the lane, and its size in pixels. */
  readonly picture?:
    | { readonly png: Uint8Array; readonly width: number; readonly height: number }
    | undefined;
}

/** The name under which a message's HTML shows its picture. */
export const pictureId = "lane";

/**
 * What became of a message, with what the other side said in words. Where it may be tried again `retry` is true, not before
 * `afterMs` where the other side named a time; `disable` says that nothing may be sent there any more.
 */
export type Sent =
  | { readonly ok: true; readonly words: string }
  | {
      readonly ok: false;
      readonly words: string;
      readonly retry: boolean;
      readonly afterMs?: number;
      readonly disable?: boolean;
    };

/** A request to the outside. The credentials of a URL are no way to log in. */
export interface Outgoing {
  readonly url: string;
  /** POST, where none is said. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back: an answer of any status, its headers in small letters, or in words why there is none. */
export type Answered =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
    }
  | {
      readonly ok: false;
      /** Whether it was refused here, so that trying again changes nothing. */
      readonly blocked: boolean;
      readonly words: string;
    };

/** What channels speak through: both refuse addresses that the operator did not allow. */
export interface ChannelTools {
  readonly clock: Clock;
  readonly post: (request: Outgoing) => Promise<Answered>;
  /** Opens a connection. @throws Error, with `blocked: true` where the address is refused. */
  readonly connect: (host: string, port: number) => Promise<Socket>;
  /** What went wrong with a connection, in words. */
  readonly faultWords: (error: unknown) => string;
  /** Shows a message on every page of ours that is open, under the name of its channel; how many of them there are. */
  readonly show: (message: Message, channel: string) => Promise<number>;
  /** Certificates that mail servers may show besides those of the system's authorities, PEM. */
  readonly ca?: string | undefined;
  /** Who was told by an earlier try at the same message, so that a further one does not tell them again. */
  readonly told: Told;
}

/** A channel of one kind, its secrets in place. */
export type ChannelOf<Kind extends RawChannel["kind"]> = Extract<RawChannel, { kind: Kind }>;

/** Sends a message through a channel of its kind. Never throws for what the other side does. */
export type SendBy<Kind extends RawChannel["kind"]> = (
  channel: ChannelOf<Kind>,
  message: Message,
  tools: ChannelTools,
) => Promise<Sent>;
