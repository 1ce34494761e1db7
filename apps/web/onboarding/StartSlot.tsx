import { defaultView } from "@mission-control/contracts";
import { lazy, Suspense } from "react";
import { useStartDismissed } from "./dismissed.ts";

const StartRow = lazy(() => import("./StartRow.tsx").then((module) => ({ default: module.StartRow })));

/** Where a newcomer is told how to begin, on the wall there is before anyone made one. */
export function StartSlot({ slug }: { slug: string }) {
  const isDismissed = useStartDismissed();
  if (isDismissed || slug !== defaultView) return null;
  return (
    <Suspense>
      <StartRow />
    </Suspense>
  );
}
