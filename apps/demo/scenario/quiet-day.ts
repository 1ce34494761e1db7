import type { EventToSend } from "@mission-control/client";
import type { Random } from "../company/random.ts";
import type { Scenario, Step } from "../company/stage.ts";
import { rollOut } from "./release.ts";
import { at, hours, minutes } from "./step.ts";

const mention: EventToSend = {
  type: "mention",
  service: "web",
  title: "The shop is mentioned on a message board",
  attributes: { source: "message board" },
};

/** A day on which nothing is wrong: the curve of the load, one release that nobody notices, a mention now and then. */
export const quietDay: Scenario = {
  name: "quiet-day",
  title: "A quiet day",
  about: "Nothing is wrong: load as a day has it, one release that nobody notices, a mention now and then.",
  seeIt: "the whole wall, which is as it should be",
  lengthMs: hours(24),
  steps: (random) =>
    [
      ...rollOut({ service: "web", version: "v981", fromMs: minutes(12), title: "Wider product pictures" }),
      ...mentions(random),
    ].sort((one, other) => one.atMs - other.atMs),
};

function mentions(random: Random): Step[] {
  const steps: Step[] = [];
  for (let atMs = minutes(5); atMs < hours(24); atMs += minutes(random.int(40, 180))) {
    steps.push(at(atMs, "the shop is mentioned", (stage) => stage.event(mention)));
  }
  return steps;
}
