import { type RefObject, useEffect } from "react";

const watched = new Map<Element, (inSight: boolean) => void>();
let observer: IntersectionObserver | undefined;

function theObserver(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) watched.get(entry.target)?.(entry.isIntersecting);
    },
    // A little more than the screen, so that scrolling meets lanes that are drawn already.
    { rootMargin: "200px" },
  );
  return observer;
}

/** Tells when an element comes into sight and goes out of it; one observer for all. */
export function useSight(ref: RefObject<Element | null>, tell: (inSight: boolean) => void): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    watched.set(element, tell);
    theObserver().observe(element);
    return () => {
      watched.delete(element);
      theObserver().unobserve(element);
    };
  }, [ref, tell]);
}
