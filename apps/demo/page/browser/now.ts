import type { PageState, PlayedState } from "../state.ts";
import { byId, clockOf, element } from "./element.ts";

const AROUND = 4;

/** What is being played: its track with a mark for each step, the hand of its clock, and the steps in words. */
export function showNow({ playing, preparing }: Pick<PageState, "playing" | "preparing">): void {
  const isIdle = playing === null || preparing !== null;
  for (const id of ["stop", "track", "steps"]) byId(id).hidden = isIdle;
  if (preparing !== null) {
    write("now-title", preparing);
    write("now-time", "preparing");
    write("now-says", "First the company is brought back to how it started.");
    return;
  }
  if (playing === null) {
    write("now-title", "Nothing is played");
    write("now-time", "");
    write("now-says", "The company runs as on any day. Choose what shall happen to it.");
    return;
  }
  const { title, elapsedMs, lengthMs, steps } = playing;
  const last = steps.findLast((step) => step.state !== "to come");
  const next = steps.find((step) => step.state === "to come");
  write("now-title", title);
  write("now-time", `${clockOf(elapsedMs)} of ${clockOf(lengthMs)}`);
  write("now-says", [last && `Now: ${last.says}`, next && `next: ${next.says}`].filter(Boolean).join(" · "));
  showTrack(playing);
  showSteps(playing);
}

/** Writes only what is new, so that a screen reader says it once. */
function write(id: string, text: string): void {
  const place = byId(id);
  if (place.textContent !== text) place.textContent = text;
}

function showTrack({ title, elapsedMs, lengthMs, steps }: PlayedState): void {
  const track = byId("track");
  const at = (ms: number) => `${(100 * ms) / lengthMs}%`;
  const done = element("div", { class: "done" });
  done.style.width = at(elapsedMs);
  const hand = element("div", { class: "hand" });
  hand.style.left = at(elapsedMs);
  const marks = steps.map((step) => {
    const mark = element("div", { class: "mark", "data-state": step.state, title: step.says });
    mark.style.left = at(step.atMs);
    return mark;
  });
  track.replaceChildren(done, ...marks, hand);
  track.setAttribute("aria-label", `${title}: ${clockOf(elapsedMs)} of ${clockOf(lengthMs)}`);
}

/** The steps around now: so many that are over and so many to come. */
function showSteps({ steps }: PlayedState): void {
  const over = steps.findLastIndex((step) => step.state !== "to come") + 1;
  const first = Math.max(0, Math.min(over - AROUND, steps.length - 2 * AROUND));
  const items = steps
    .slice(first, first + 2 * AROUND)
    .map(({ atMs, says, state, fault }) =>
      element(
        "li",
        { "data-state": state },
        element("span", { class: "number" }, clockOf(atMs)),
        element("span", {}, state),
        element("span", {}, fault === undefined ? says : `${says}: ${fault}`),
      ),
    );
  byId("steps").replaceChildren(...items);
}
