import type { Event } from "@mission-control/contracts";

/** What a browser shows of a notice: `tag` is the same however often it is told, so that several tabs show it once. */
export interface ShownNotice {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** An address of ours, where there is one. */
  readonly path: string | undefined;
}

/** The notice that an event brings to open pages, or undefined where it is another event. */
export function shownNoticeOf({ type, id, title, attributes }: Event): ShownNotice | undefined {
  if (type !== "notice" || attributes.channel === undefined) return undefined;
  const text = (name: "notice" | "words" | "link") => String(attributes[name] ?? "");
  return {
    tag: text("notice") || id,
    title,
    body: text("words"),
    // Anyone may post an event: nothing but a place of this page is gone to.
    path: /^\/(?![/\\])/.test(text("link")) ? text("link") : undefined,
  };
}
