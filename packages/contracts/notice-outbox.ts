import type { Attempt, NewNotice, Notice } from "./notice.ts";

/** What comes after an attempt. `instead` is sent by the fallback channel. */
export type AfterAttempt =
  | { readonly state: "sent" }
  | { readonly state: "waiting"; readonly nextMs: number }
  | { readonly state: "failed"; readonly instead?: NewNotice | undefined };

/** A notice that waits: what must be known of it to say whose turn it is. `seq` grows with each new one. */
export interface WaitingNotice extends Pick<Notice, "id" | "channel" | "group"> {
  readonly seq: number;
  /** Since when it is tried, when it is due, and how often it was tried. */
  readonly sinceMs: number;
  readonly nextMs: number;
  readonly tries: number;
}

/** Where notices wait until they were sent. What was being sent when the process ended waits still. */
export interface NoticeOutbox {
  /** Those that wait and came after this one, oldest first. */
  waitingAfter(seq: number): Promise<WaitingNotice[]>;
  find(id: string): Promise<Notice | undefined>;
  /**
   * Keeps an attempt and what comes of it, in one transaction. Does nothing where the notice is gone.
   * @throws Refusal `disk_full` where that cannot be kept
   */
  attempted(id: string, attempt: Attempt, after: AfterAttempt): Promise<void>;
  /** The newest attempt to send anything by a channel, and how that notice stands now. */
  lastAttempt(channel: string): Promise<{ attempt: Attempt; state: Notice["state"] } | undefined>;
}
