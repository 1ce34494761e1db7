import type { PageState } from "../state.ts";
import { byId, element } from "./element.ts";

/** The instances, the load, and how the company runs. */
export function showCompany(state: PageState): void {
  byId("instances").replaceChildren(...state.instances.map(rowOf));
  const { factor, perSecond } = state.load;
  const slider = byId<HTMLInputElement>("load");
  if (document.activeElement !== slider) slider.value = String(factor);
  byId("load-value").textContent = `× ${factor.toFixed(1)} · ${Math.round(perSecond)} requests/s`;
  byId("note").textContent =
    `Behind ${state.balancer}${state.speed === 1 ? "" : `; scenarios go ${state.speed} times as fast`}.`;
  byId<HTMLAnchorElement>("wall").href = state.wall;
  const missionControl = byId("mission-control");
  missionControl.dataset.state = state.missionControl;
  missionControl.textContent =
    state.missionControl === "ready" ? "Mission Control is ready" : "Mission Control does not answer";
}

function rowOf({ name, version, weight, state, faults }: PageState["instances"][number]): HTMLElement {
  const words = state === "silent" ? "silent" : faults.join(", ") || "well";
  const look = state === "silent" ? "silent" : faults.length > 0 ? "faulty" : "well";
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    element("td", {}, version),
    element("td", { class: "number" }, String(weight)),
    element("td", { "data-state": look }, words),
  );
}
