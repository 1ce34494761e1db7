import { type ReactNode, Suspense, useEffect } from "react";
import { useWallSearch } from "../data/use-wall-search.ts";
import { later } from "../later/later.ts";
import type { ShownView } from "../views/use-save-view.ts";
import { isDraftKept } from "./kept-key.ts";

/** The wall stays as it is where it cannot be arranged. */
function NotEdited({ onLeave }: { onLeave: () => void }) {
  useEffect(onLeave);
  return null;
}

const EditedWall = later(async () => (await import("./EditedWall.tsx")).EditedWall, NotEdited);
const LostDraft = later(async () => (await import("./LostDraft.tsx")).LostDraft);
const LeftDraft = later(async () => (await import("./LeftDraft.tsx")).LeftDraft);

/** The wall of a view, or the view while it is arranged, as the address says. */
export function ArrangeSlot({ view, children }: { view: ShownView; children: ReactNode }) {
  const [search, change] = useWallSearch();
  if (search.edit === true) {
    return (
      <Suspense fallback={children}>
        <EditedWall base={view} onLeave={() => change({ edit: undefined })} />
      </Suspense>
    );
  }
  return children;
}

/** What the wall says of changes that this tab has and nobody else sees. */
export function LeftDraftSlot({ slug }: { slug: string }) {
  if (!isDraftKept(slug)) return null;
  return (
    <Suspense>
      <LeftDraft slug={slug} />
    </Suspense>
  );
}

/** The same where the view is no longer there. */
export function LostDraftSlot({ slug }: { slug: string }) {
  if (!isDraftKept(slug)) return null;
  return (
    <Suspense>
      <LostDraft slug={slug} />
    </Suspense>
  );
}
