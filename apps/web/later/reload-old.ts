import type { Clock, Undo } from "@mission-control/series";

/** So often it is asked whether the server is there again, ms. */
const LOOK_MS = 10_000;
/** A reload that did not help is not tried again sooner, ms. */
const REST_MS = 15 * 60_000;

/** The page as a browser has it. */
interface OpenPage {
  /** What is the same only as long as the same files are served. */
  readonly version: string;
  /** Kept over a reload, and no longer than the screen is on. */
  readonly kept: Pick<Storage, "getItem" | "setItem">;
  /** Whether it would come if it was asked for now; a reload while the server is away would leave the browser's own words. */
  readonly isServed: () => Promise<boolean>;
  readonly reload: () => void;
}

/** Reloads a page of which a part is missing once it is served: each version of it seldom, so that it does not go round. */
export function reloadOld(clock: Clock, page: OpenPage): Undo {
  const key = `reloaded ${page.version}`;
  let isLeft = false;
  let isAsking = false;
  const rests = () => Math.abs(clock.now() - Number(page.kept.getItem(key) ?? Number.NaN)) < REST_MS;
  const look = async () => {
    if (isAsking || rests()) return;
    isAsking = true;
    const isServed = await page.isServed();
    isAsking = false;
    // Another part that is missing may have asked for it meanwhile.
    if (isLeft || !isServed || rests()) return;
    leave();
    page.kept.setItem(key, String(clock.now()));
    page.reload();
  };
  const stop = clock.every(LOOK_MS, () => void look());
  const leave = () => {
    isLeft = true;
    stop();
  };
  void look();
  return leave;
}
