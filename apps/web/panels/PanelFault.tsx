import { CircleAlert, SearchX } from "lucide-react";
import type { ReactNode } from "react";

/** In a panel's place: what is wrong (`bad`) or what is not there, and what to do. */
export function PanelFault(props: { title: string; bad?: boolean; children?: ReactNode }) {
  const { title, bad = false, children } = props;
  const Icon = bad ? CircleAlert : SearchX;
  return (
    <div className="panel-fault" data-tone={bad ? "bad" : "none"} data-testid="panel-fault">
      <Icon size={15} aria-hidden />
      <div>
        <p>{title}</p>
        {children !== undefined && <div className="panel-advice">{children}</div>}
      </div>
    </div>
  );
}
