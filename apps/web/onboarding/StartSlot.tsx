import { defaultView } from "@mission-control/contracts";
import { Suspense } from "react";
import { later } from "../later/later.ts";
import { useStartDismissed } from "./dismissed.ts";

const StartRow = later(async () => (await import("./StartRow.tsx")).StartRow);

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
