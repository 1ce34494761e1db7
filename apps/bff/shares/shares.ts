import { createHash, randomBytes } from "node:crypto";
import {
  type MadeShare,
  type RawShare,
  Refusal,
  type Share,
  type ShownView,
  type View,
} from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { ShareRecords } from "@mission-control/store";
import { type Query, queriesOf, shownLanes, shownView } from "./shown-view.ts";

const TOKEN_BYTES = 32;
const ID_BYTES = 12;
/** So long what a token opens is taken from before: a page asks many times a second, and a view can be large. */
const KEPT_MS = 1_000;

/** What a token opens, as it was within the last second; a link that was revoked or has ended opens nothing at once. */
export interface OpenShare {
  readonly share: Share;
  readonly views: readonly { readonly view: View; readonly shown: ShownView }[];
  /** All that may be asked. */
  readonly queries: readonly Query[];
  /** Where it stands still, the only stretch that may be looked at. */
  readonly stretch: { readonly fromMs: number; readonly toMs: number } | undefined;
}

/** See `createShares`. */
export type Shares = ReturnType<typeof createShares>;

/** Links for people without an account. A token is told once; kept is its hash, by which it is found. */
export function createShares(options: {
  records: ShareRecords;
  clock: Clock;
  findView: (slug: string) => Promise<View | undefined>;
}) {
  const { records, clock, findView } = options;
  const listeners = new Set<(id: string) => void>();
  const kept = new Map<string, { readonly open: Promise<OpenShare | undefined>; readonly atMs: number }>();

  async function read(hash: string): Promise<OpenShare | undefined> {
    const share = await records.find(hash, clock.now());
    if (share === undefined) return undefined;
    const views: { view: View; shown: ShownView }[] = [];
    const queries: Query[] = [];
    for (const shown of share.views) {
      const found = await findView(shown.slug);
      if (found === undefined) continue;
      const view = shownView(found, shown);
      const lanes = shownLanes(found, shown);
      views.push({ view, shown: { ...shown, lanes, variables: {} } });
      queries.push(...queriesOf(view, lanes));
    }
    return views.length === 0 ? undefined : { share, views, queries, stretch: stretchOf(share) };
  }

  function readOnce(hash: string): Promise<OpenShare | undefined> {
    const atMs = clock.monotonicMs();
    for (const [key, each] of kept) if (atMs - each.atMs >= KEPT_MS) kept.delete(key);
    const known = kept.get(hash);
    if (known !== undefined) return known.open;
    const open = read(hash);
    const reading = { open, atMs };
    kept.set(hash, reading);
    const forget = () => void (kept.get(hash) === reading && kept.delete(hash));
    // Tokens that open nothing are tried without end.
    open.then((found) => found === undefined && forget(), forget);
    return open;
  }

  return {
    list: () => records.list(clock.now()),

    /** @throws Refusal `not_found` where a view is not there, `invalid_body` where there are too many. */
    async make(raw: RawShare): Promise<MadeShare> {
      const views = raw.kind === "share" ? [raw.view] : raw.views;
      for (const { slug } of views) {
        if ((await findView(slug)) === undefined)
          throw new Refusal("not_found", `There is no view called "${slug}"; nothing was shared.`);
      }
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      const createdMs = clock.now();
      const share: Share = {
        id: randomBytes(ID_BYTES).toString("hex"),
        kind: raw.kind,
        title: raw.title,
        views,
        everyS: raw.kind === "wall" ? raw.everyS : 0,
        createdMs,
        expiresMs: raw.lifeMs === null ? null : createdMs + raw.lifeMs,
        usedMs: null,
      };
      await records.add(hashOf(token), share);
      return { ...share, path: `/${raw.kind === "wall" ? "wall" : "shared"}/${token}` };
    },

    /** Ends a link at once. @throws Refusal `not_found` */
    async revoke(id: string): Promise<void> {
      if (!(await records.remove(id))) throw new Refusal("not_found", "There is no such link.");
      kept.clear();
      for (const listener of [...listeners]) listener(id);
    },
    onRevoked(listener: (id: string) => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** What a token opens; undefined where it opens nothing, whyever that is. */
    async open(token: string): Promise<OpenShare | undefined> {
      const open = await readOnce(hashOf(token));
      const expiresMs = open?.share.expiresMs ?? Number.POSITIVE_INFINITY;
      return clock.now() < expiresMs ? open : undefined;
    },
  };
}

function stretchOf({ views }: Share): OpenShare["stretch"] {
  const [only] = views;
  if (views.length !== 1 || only?.pauseMs === undefined) return undefined;
  // Columns fill the width, and so show more than the range.
  return { fromMs: only.pauseMs - 2 * only.rangeMs, toMs: only.pauseMs };
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
