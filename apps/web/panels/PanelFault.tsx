import { CircleAlert, SearchX } from "lucide-react";
import type { ReactNode } from "react";

/** In a panel's place: what is wrong, or what is not there, and what to do. */
export function PanelFault(props: { title: string; bad?: boolean; children?: ReactNode }) {
  const { title, bad = false, children } = props;
  const Icon = bad ? CircleAlert : SearchX;
  return (
    <div className={bad ? "panel-fault bad" : "panel-fault"} data-testid="panel-fault">
      <Icon size={15} aria-hidden />
      <div>
        <p>{title}</p>
        {children !== undefined && <div>{children}</div>}
      </div>
    </div>
  );
}
