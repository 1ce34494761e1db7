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

/** What a token opens, as it is at this moment. */
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
      for (const listener of [...listeners]) listener(id);
    },
    onRevoked(listener: (id: string) => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** What a token opens; undefined where it opens nothing, whyever that is. */
    async open(token: string): Promise<OpenShare | undefined> {
      const share = await records.find(hashOf(token), clock.now());
      if (share === undefined) return undefined;
      const views: { view: View; shown: ShownView }[] = [];
      const queries: Query[] = [];
      for (const shown of share.views) {
        const kept = await findView(shown.slug);
        if (kept === undefined) continue;
        const view = shownView(kept, shown);
        const lanes = shownLanes(kept, shown);
        views.push({ view, shown: { ...shown, lanes, variables: {} } });
        queries.push(...queriesOf(view, lanes));
      }
      return views.length === 0 ? undefined : { share, views, queries, stretch: stretchOf(share) };
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
