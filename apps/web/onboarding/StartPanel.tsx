import { useEffect, useRef } from "react";
import { StartCards } from "./StartCards.tsx";
import { useArrivals } from "./use-arrivals.ts";

/** The ways to begin, on the page that says what comes in. */
export function StartPanel() {
  const arrivals = useArrivals({ onlyIfEmpty: false });
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (location.hash === "#start") section.current?.scrollIntoView();
  }, []);
  return (
    <section ref={section} id="start" aria-labelledby="start-title">
      <h2 id="start-title">Begin</h2>
      <StartCards arrivals={arrivals} />
    </section>
  );
}
