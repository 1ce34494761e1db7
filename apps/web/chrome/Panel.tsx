import type { ReactNode } from "react";

/** A table on a panel that scrolls sideways by itself where it is wider than the page. */
export function Panel({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section className="panel" aria-label={`${label}, table`} tabIndex={0}>
      <table className="table">{children}</table>
    </section>
  );
}
