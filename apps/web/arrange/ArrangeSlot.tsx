import { type ReactNode, Suspense, useEffect, useState } from "react";
import { useWallSearch } from "../data/use-wall-search.ts";
import { later, withCode } from "../later/later.ts";
import type { ShownView } from "../views/use-save-view.ts";
import { isDraftKept } from "./kept-key.ts";

const LostDraft = later(async () => (await import("./LostDraft.tsx")).LostDraft);
const LeftDraft = later(async () => (await import("./LeftDraft.tsx")).LeftDraft);

/** The wall of a view, or the view while it is arranged, as the address says. */
export function ArrangeSlot({ view, children }: { view: ShownView; children: ReactNode }) {
  const [search, change] = useWallSearch();
  const isEdited = search.edit === true;
  const EditedWall = useEditedWall(isEdited);
  const [isShown, setShown] = useState(!isEdited);
  if (!isEdited && !isShown) setShown(true);
  if (isEdited && EditedWall !== undefined)
    return <EditedWall base={view} onLeave={() => change({ edit: undefined })} />;
  // The wall stands as it is until what arranges it has come. Where the address said so from the first, it would go at once.
  return isEdited && !isShown ? null : children;
}

/** What arranges a wall, from when it is first to be. */
function useEditedWall(isEdited: boolean) {
  const [code, setCode] = useState<typeof import("./EditedWall.tsx")>();
  useEffect(() => {
    if (isEdited) withCode(() => import("./EditedWall.tsx"), setCode);
  }, [isEdited]);
  return code?.EditedWall;
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
