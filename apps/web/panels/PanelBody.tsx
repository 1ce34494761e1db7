import type { KnownPanel, Panel } from "@mission-control/contracts";
import { Suspense } from "react";
import { later } from "../later/later.ts";
import { AlertsBody } from "./AlertsBody.tsx";
import { DeploysBody } from "./DeploysBody.tsx";
import { DrawnBody } from "./DrawnBody.tsx";
import { EventsBody } from "./EventsBody.tsx";
import { PanelFault } from "./PanelFault.tsx";
import { ProbesBody } from "./ProbesBody.tsx";

/** Reading Markdown is as much code as all other panels. */
const TextBody = later(async () => (await import("./TextBody.tsx")).TextBody);

/** What a panel shows, by its kind. */
export function PanelBody({ panel, inSight }: { panel: Panel; inSight: boolean }) {
  // One of a kind that is not known goes to the end, where it says so.
  const known = panel as KnownPanel;
  switch (known.kind) {
    case "events":
    case "requests":
      return <EventsBody kind={known.kind} types={known.types} search={known.search} inSight={inSight} />;
    case "deploys":
      return <DeploysBody types={known.types} search={known.search} inSight={inSight} />;
    case "alerts":
      return <AlertsBody types={known.types} search={known.search} inSight={inSight} />;
    case "probes":
      return <ProbesBody panel={known} inSight={inSight} />;
    case "text":
      return (
        <Suspense>
          <TextBody text={known.text} />
        </Suspense>
      );
    case "lanes":
    case "line":
    case "stacked":
    case "bars":
    case "heatmap":
    case "scatter":
    case "number":
    case "goal":
    case "gauge":
    case "table":
      return <DrawnBody panel={known} inSight={inSight} />;
    default:
      known satisfies never;
      return (
        <PanelFault title={`No panel of the kind “${panel.kind}” is known here`}>
          It is kept as it is. A newer Mission Control may draw it; or take it out of the view.
        </PanelFault>
      );
  }
}
