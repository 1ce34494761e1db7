import { Suspense } from "react";
import { useWallSearch } from "../data/use-wall-search.ts";
import { later } from "../later/later.ts";

const WallKiosk = later(async () => (await import("./WallKiosk.tsx")).WallKiosk);

/** Where a wall becomes a kiosk. It stands above the views that take turns, so that none of them ends it. */
export function KioskSlot({ slug }: { slug: string }) {
  const [{ kiosk }] = useWallSearch();
  if (kiosk === undefined) return null;
  return (
    <Suspense>
      <WallKiosk slug={slug} kiosk={kiosk} />
    </Suspense>
  );
}
