import type { Message } from "@mission-control/alerts/delivery";
import { type RawEvent, severitySchema } from "@mission-control/contracts";

const TITLE_LENGTH = 1_000;
const WORDS_LENGTH = 2_000;

/** The event by which a message reaches the pages that are open; of the same message it is the same event. */
export function eventOfMessage({ id, subject, short, link, alerts }: Message, channel: string): RawEvent {
  const { pathname, search } = new URL(link);
  const ranks = alerts.map(({ severity }) => severitySchema.options.indexOf(severity));
  return {
    id: `notice-${id}`,
    type: "notice",
    title: subject.slice(0, TITLE_LENGTH),
    severity: severitySchema.options[Math.max(0, ...ranks)] ?? "info",
    attributes: { channel, notice: id, words: short.slice(0, WORDS_LENGTH), link: `${pathname}${search}` },
  };
}
