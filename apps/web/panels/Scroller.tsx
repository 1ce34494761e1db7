import type { HTMLAttributes, ReactNode } from "react";

/** What scrolls within a panel, reachable by keyboard. It is no landmark: a wall has many of the same name. */
export function Scroller({
  label,
  children,
  ...rest
}: { label: string; children: ReactNode } & HTMLAttributes<HTMLDivElement>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <div role="group" aria-label={label} tabIndex={0} {...rest}>
      {children}
    </div>
  );
}
