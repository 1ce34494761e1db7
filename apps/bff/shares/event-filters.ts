import { deployType, type Event, type KnownPanel, type View } from "@mission-control/contracts";

/** What of what happened a view shows. */
export type WantsEvent = (event: Event) => boolean;

const REQUEST = "request";
const ALERT = "alert";

/** Whether an event is one that the panels of a view show; undefined where it has none that shows events. */
export function eventsOf(views: readonly View[]): WantsEvent | undefined {
  const panels = views.flatMap((view) => view.sections.flatMap((section) => section.panels as KnownPanel[]));
  const wants = panels.flatMap((panel) => wantsOf(panel) ?? []);
  return wants.length === 0 ? undefined : (event) => wants.some((want) => want(event));
}

function wantsOf(panel: KnownPanel): WantsEvent | undefined {
  switch (panel.kind) {
    case "events":
      return (event) => isOfType(event, panel.types) && holds(event, panel.search);
    case "requests":
      return (event) => event.type === REQUEST && holds(event, panel.search);
    case "alerts":
      return (event) => event.type === ALERT && holds(event, panel.search);
    case "deploys":
      return (event) => event.type === deployType;
    default:
      return undefined;
  }
}

const isOfType = ({ type }: Event, types: readonly string[]): boolean =>
  types.length === 0 ? type !== REQUEST : types.includes(type);

/** As the page looks for it: in any of the event's words. */
function holds(event: Event, search: string): boolean {
  const wanted = search.toLowerCase();
  const { title, service, host, tags, type, subType, attributes } = event;
  const texts = [title, service, host, type, subType, ...tags, ...Object.values(attributes).map(String)];
  return wanted === "" || texts.some((text) => text.toLowerCase().includes(wanted));
}
