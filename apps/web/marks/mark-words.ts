import type { AlertMarks, Unit } from "@mission-control/contracts";
import { lengthText, stepText } from "../format/time.ts";
import { valueText } from "../format/value.ts";

type When = AlertMarks["rules"][number]["when"];

/** When a rule fires, as short as it can stand beside a lane's name: "> 300 ms for 5 min". */
export function markWords(when: When, forMs: number): string {
  const words = wordsOf(when);
  return forMs > 0 && words !== "" ? `${words} for ${stepText(forMs)}` : words;
}

function wordsOf(when: When): string {
  switch (when.kind) {
    case "threshold": {
      const at = (value: number) => valueText(value, when.unit);
      if (when.op === "above") return `> ${at(when.level)}`;
      if (when.op === "below") return `< ${at(when.level)}`;
      return `${when.op} ${at(when.level)} to ${at(when.upper ?? when.level)}`;
    }
    case "forecast": {
      const sign = when.op === "above" ? ">" : "<";
      return `${sign} ${valueText(when.level, when.unit as Unit)} within ${lengthText(when.withinMs)}`;
    }
    case "slow":
      return `> ${valueText(when.aboveS, "seconds")}`;
    case "change":
      return `${changeSign[when.direction]} ${valueText(when.byRatio, "ratio")} in a${when.against === "hour" ? "n" : ""} ${when.against}`;
    default:
      return "";
  }
}

const changeSign = { up: "+", down: "\u2212", either: "±" } as const;
