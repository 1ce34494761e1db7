import type { Clock, Undo } from "@mission-control/series";

/** So often it is asked whether the server is there again, ms. */
const LOOK_MS = 10_000;

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

/** Reloads a page of which a part is missing once it is served: each version of it once, so that it cannot go round. */
export function reloadOnce(clock: Clock, page: OpenPage): Undo {
  const key = `reloaded ${page.version}`;
  if (page.kept.getItem(key) !== null) return () => {};
  let isLeft = false;
  let isAsking = false;
  const look = async () => {
    if (isAsking) return;
    isAsking = true;
    const isServed = await page.isServed();
    isAsking = false;
    if (isLeft || !isServed) return;
    leave();
    // Another part that is missing may have asked for it already.
    if (page.kept.getItem(key) !== null) return;
    page.kept.setItem(key, "1");
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
