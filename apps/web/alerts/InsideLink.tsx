import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";

/** A link to an address of ours that the server told whole: followed without loading the page anew. */
export function InsideLink({ to, children }: { to: string; children: ReactNode }) {
  const { history } = useRouter();
  return (
    <a
      href={to}
      onClick={(event) => {
        const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
        if (isElsewhere || event.button !== 0) return;
        event.preventDefault();
        history.push(to);
      }}
    >
      {children}
    </a>
  );
}

/** Whether an address is one below ours. */
export const isInside = (link: string): boolean => /^\/(?![/\\])/.test(link);
