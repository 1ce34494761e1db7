import type { RuleWhen } from "@mission-control/contracts";
import { valueWords } from "./template.ts";

/** When a rule fires, in words: "above 340 ms for 5 min, over after 2 min". */
export function ruleWords({
  when,
  forMs,
  clearForMs,
}: {
  when: RuleWhen;
  forMs: number;
  clearForMs: number;
}): string {
  const held = forMs === 0 ? "" : ` for ${lengthWords(forMs)}`;
  const over = clearForMs === 0 ? "" : `, over after ${lengthWords(clearForMs)}`;
  return `${whenWords(when)}${held}${over}`;
}

/** A length of time: "5 min". */
const lengthWords = (ms: number) => valueWords(ms / 1_000, "seconds");

function whenWords(when: RuleWhen): string {
  switch (when.kind) {
    case "threshold": {
      const level = valueWords(when.level, when.unit);
      const isRange = when.op === "inside" || when.op === "outside";
      const end = isRange && when.upper !== undefined ? ` to ${valueWords(when.upper, when.unit)}` : "";
      return `${when.op} ${level}${end}`;
    }
    case "quiet":
      return `no samples for ${lengthWords(when.afterMs)}`;
    case "senders":
      return `at least ${when.atLeast} without samples for ${lengthWords(when.afterMs)}`;
    case "events":
      return `more than ${when.moreThan} in ${lengthWords(when.windowMs)}`;
    case "slow":
      return `slower than ${valueWords(when.aboveS, "seconds")}`;
    case "change": {
      const by = valueWords(when.byRatio, "ratio");
      const way = { up: "up", down: "down", either: "up or down" }[when.direction];
      return `${way} by more than ${by}`;
    }
    case "forecast":
      return `${when.op} ${valueWords(when.level, when.unit)} within ${lengthWords(when.withinMs)}`;
    case "probe":
      return `failing at ${when.places} or more`;
    case "certificate":
      return `ends within ${when.withinDays} d`;
    case "promql":
      return "there";
  }
}
