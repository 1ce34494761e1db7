import { useEffect } from "react";

/** Brings the lane that the address names (`#lane-memory-used`) into sight once it is there, and marks it. */
export function useLinkedLane(ready: boolean): void {
  useEffect(() => {
    if (!ready || !location.hash.startsWith("#lane-")) return;
    const lane = document.getElementById(location.hash.slice(1));
    lane?.scrollIntoView({ block: "center" });
    lane?.classList.add("linked");
    return () => lane?.classList.remove("linked");
  }, [ready]);
}
