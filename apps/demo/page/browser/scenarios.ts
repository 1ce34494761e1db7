import type { PageState } from "../state.ts";
import { byId, clockOf, element } from "./element.ts";

/** The list of scenarios: made once, so that a button keeps the focus; afterwards only what is played changes. */
export function showScenarios(state: PageState, play: (name: string) => void): void {
  const list = byId("scenarios");
  if (list.childElementCount === 0) {
    list.append(...state.scenarios.map((scenario) => itemOf(scenario, state.wall, play)));
  }
  for (const item of list.children) {
    item.toggleAttribute("data-playing", item.getAttribute("data-name") === state.playing?.name);
  }
}

function itemOf(
  { name, title, about, seeIt, lengthMs }: PageState["scenarios"][number],
  wall: string,
  play: (name: string) => void,
): HTMLElement {
  const button = element("button", { type: "button", "aria-label": `Play: ${title}` }, "Play");
  button.addEventListener("click", () => play(name));
  const heading = element("h3", {}, title, element("span", { class: "length number" }, clockOf(lengthMs)));
  const link = element("a", { href: wall, target: "_blank", rel: "noopener" }, "See it on the wall");
  return element(
    "li",
    { "data-name": name },
    heading,
    button,
    element("p", {}, about),
    element("p", {}, link, `: ${seeIt}`),
  );
}
