import { type Clock, systemClock } from "@mission-control/series";
import { pageIsOld } from "./old-page.ts";
import { failedStyles, MissingStyle } from "./styles.ts";

/** After the first failure it waits so long, then twice as long each time, up to the most, ms. */
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 8_000;
/** So often code may fail to come though the server answers, before it is given up. */
const MOST_MISSES = 4;

/** How a file of the page is: the server says that it has none, or has it, or does not answer. */
export type Found = "gone" | "there" | "away";

/** What stands around the code that is to come. */
export interface Around {
  readonly clock: Pick<Clock, "after">;
  /** Asks for a file by its address, or for the page itself. */
  readonly look: (address?: string) => Promise<Found>;
  /** Has the style sheets that failed before; rejects while they cannot be had. */
  readonly styles: () => Promise<void>;
  /** Told of code that is not served any more. */
  readonly isOld: () => void;
}

/** Asks the server for a file, or for this page. */
export async function lookFor(address?: string): Promise<Found> {
  try {
    const { ok, status } = await fetch(address ?? location.href, { method: "HEAD", cache: "no-store" });
    if (ok) return "there";
    return status === 404 || status === 410 ? "gone" : "away";
  } catch {
    return "away";
  }
}

const thisPage: Around = {
  clock: systemClock,
  look: lookFor,
  styles: failedStyles,
  isOld: pageIsOld,
};

/**
 * Loads code that comes later than the page, again and again while the server is away: a connection that breaks as a wall
 * opens takes nothing from it for good. Rejects as `load` does where the code is at fault, and where it is not served any
 * more, or does not come though the server has it (a browser may keep to what failed once). Code that has come is not held
 * back by a style sheet that is gone.
 */
export async function untilLoaded<Code>(
  load: () => Promise<Code>,
  { clock, look, styles, isOld }: Around = thisPage,
): Promise<Code> {
  let loaded: { readonly code: Code } | undefined;
  let misses = 0;
  let waitMs = FIRST_WAIT_MS;
  for (;;) {
    try {
      loaded ??= { code: await load() };
      await styles();
      return loaded.code;
    } catch (error) {
      if (!isMissingCode(error)) throw error;
      const found = await look(addressIn(error));
      if (found !== "away") misses++;
      if (found === "gone" || misses >= MOST_MISSES) {
        isOld();
        if (loaded !== undefined) return loaded.code;
        // Asked for once more, code comes without the style sheet that held it back.
        if (!isMissingStyle(error) || misses > MOST_MISSES) throw error;
        continue;
      }
    }
    const pauseMs = waitMs;
    await new Promise<void>((over) => clock.after(pauseMs, over));
    waitMs = Math.min(waitMs * 2, MOST_WAIT_MS);
  }
}

/** Whether an error says that a file of the page could not be had, in the words of each browser. */
export function isMissingCode(error: unknown): error is Error {
  if (isMissingStyle(error)) return true;
  return (
    error instanceof Error &&
    /dynamically imported module|importing a module script failed/i.test(error.message)
  );
}

/** The same of a style sheet: in our words, and in those of what loads code. */
const isMissingStyle = (error: unknown): error is Error =>
  error instanceof MissingStyle || (error instanceof Error && /unable to preload css/i.test(error.message));

/** What could not be had, where the browser tells. */
const addressIn = ({ message }: Error): string | undefined => /https?:\/\/\S+$/.exec(message)?.[0];
