import { CircleAlert, CircleCheck, SearchX } from "lucide-react";
import type { ReactNode } from "react";

/** In a panel's place: what is wrong (`bad`), or what is not there (`good` where that is well), and what to do. */
export function PanelFault(props: { title: string; bad?: boolean; good?: boolean; children?: ReactNode }) {
  const { title, bad = false, good = false, children } = props;
  const Icon = bad ? CircleAlert : good ? CircleCheck : SearchX;
  return (
    <div className="panel-fault" data-tone={bad ? "bad" : good ? "good" : "none"} data-testid="panel-fault">
      <Icon size={15} aria-hidden />
      <div>
        <p>{title}</p>
        {children !== undefined && <div className="panel-advice">{children}</div>}
      </div>
    </div>
  );
}
