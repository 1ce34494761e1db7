import { type Clock, systemClock } from "@mission-control/series";
import { pageIsOld } from "./old-page.ts";
import { failedStyles, MissingStyle } from "./styles.ts";

/** After the first failure it waits so long, then twice as long each time, up to the most, ms. */
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 8_000;

/** What stands around the code that is to come. */
export interface Around {
  readonly clock: Pick<Clock, "after">;
  /** Whether the server answers. */
  readonly isServed: () => Promise<boolean>;
  /** Has the style sheets that failed before; rejects while they cannot be had. */
  readonly styles: () => Promise<void>;
  /** Told of code that is not served any more. */
  readonly isOld: () => void;
}

/** Whether this page would come if it was asked for now. */
export const isPageServed = (): Promise<boolean> =>
  fetch(location.href, { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );

const thisPage: Around = {
  clock: systemClock,
  isServed: isPageServed,
  styles: failedStyles,
  isOld: pageIsOld,
};

/**
 * Loads code that comes later than the page, again and again while the server is away: a connection that breaks as a wall
 * opens takes nothing from it for good. Rejects as `load` does where the code is at fault, and where the server answers
 * before and after and still does not have it: it has been updated since, or the browser keeps to what failed once.
 */
export async function untilLoaded<Code>(
  load: () => Promise<Code>,
  { clock, isServed, styles, isOld }: Around = thisPage,
): Promise<Code> {
  let waitMs = FIRST_WAIT_MS;
  let wasServed = false;
  for (;;) {
    try {
      await styles();
      return await load();
    } catch (error) {
      if (!isMissingCode(error)) throw error;
      const isServedNow = await isServed();
      if (wasServed && isServedNow) {
        isOld();
        throw error;
      }
      wasServed = isServedNow;
    }
    if (wasServed) continue;
    const pauseMs = waitMs;
    await new Promise<void>((over) => clock.after(pauseMs, over));
    waitMs = Math.min(waitMs * 2, MOST_WAIT_MS);
  }
}

/** Whether an error says that a file of the page could not be had, in the words of each browser. */
export function isMissingCode(error: unknown): boolean {
  if (error instanceof MissingStyle) return true;
  return (
    error instanceof Error &&
    /dynamically imported module|importing a module script failed|unable to preload css/i.test(error.message)
  );
}
