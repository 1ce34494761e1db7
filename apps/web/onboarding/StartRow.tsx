import { Rocket, X } from "lucide-react";
import { useState } from "react";
import { dismissStart } from "./dismissed.ts";
import { StartCards } from "./StartCards.tsx";
import { useArrivals } from "./use-arrivals.ts";

/**
 * How to begin: a line above the wall where only this machine is known, which opens into the three ways; where not even that
 * is, these stand there at once.
 */
export function StartRow() {
  const arrivals = useArrivals({ onlyIfEmpty: true });
  const [isOpen, setOpen] = useState(false);
  const { isEmpty, isHostRead, status } = arrivals;
  // Who sends something already has begun.
  if (isEmpty !== true || status === undefined) return null;
  const isWhole = !isHostRead;
  const shown = isOpen || isWhole;
  return (
    <section
      className={`start-row${isWhole ? " whole" : ""}`}
      aria-label="How to begin"
      data-testid="start-row"
    >
      <header>
        <Rocket size={15} aria-hidden />
        <h2>
          {isWhole ? "Nothing comes in yet." : "This is the machine that Mission Control runs on."}{" "}
          <span>Begin with the demo, or send your own.</span>
        </h2>
        {!isWhole && (
          <button
            type="button"
            className="button small"
            aria-expanded={shown}
            onClick={() => setOpen(!isOpen)}
          >
            {shown ? "Hide" : "Show how"}
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label="Not now"
          title="Not now"
          onClick={dismissStart}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      {shown && <StartCards arrivals={arrivals} />}
    </section>
  );
}
