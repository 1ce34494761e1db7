import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** What would stand here, and how to get it. */
export function Empty(props: { Icon: LucideIcon; title: string; acts?: ReactNode; children: ReactNode }) {
  const { Icon, title, acts, children } = props;
  return (
    <div className="alerts-empty">
      <Icon size={28} aria-hidden />
      <h2>{title}</h2>
      <p>{children}</p>
      {acts !== undefined && <div className="alerts-empty-acts">{acts}</div>}
    </div>
  );
}
