import type { Event } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";

const EVERY_MS = 100;
const PER_FRAME = 500;

/**
 * Gathers what happens for a tenth of a second and sends it as one message. Of a flood the newest 500 go out and the others
 * are counted; deploys go before everything else, because walls draw them. Requests are not sent: they are lanes.
 */
export function createLiveEvents(options: { clock: Clock; send: (data: string) => void }) {
  const { clock, send } = options;
  let deploys: Event[] = [];
  let others: Event[] = [];
  let dropped = 0;
  let sending: Undo | undefined;

  function bound(events: Event[], most: number): Event[] {
    const over = Math.max(0, events.length - most);
    dropped += over;
    return over === 0 ? events : events.slice(over);
  }

  function flush(): void {
    sending = undefined;
    const events = [...deploys, ...bound(others, PER_FRAME - deploys.length)].sort(
      (a, b) => a.timeMs - b.timeMs,
    );
    deploys = [];
    others = [];
    send(JSON.stringify({ events }));
  }

  return {
    take(events: readonly Event[]): void {
      const wanted = events.filter((event) => event.type !== "request");
      if (wanted.length === 0) return;
      for (const event of wanted) (event.type === "deploy" ? deploys : others).push(event);
      deploys = bound(deploys, PER_FRAME);
      others = bound(others, PER_FRAME);
      sending ??= clock.after(EVERY_MS, flush);
    },
    /** Events that did not go out since the start; they are kept and can be asked for. */
    dropped: () => dropped,
    stop: () => sending?.(),
  };
}
