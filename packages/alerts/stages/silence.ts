import type { Alert, Silence } from "@mission-control/contracts";
import { labelOf, passesAll } from "./alert-matchers.ts";
import { allMembers, type Stage, sayQuiet } from "./board.ts";

type Said = Omit<Silence, "state">;

/** Keeps alerts quiet that somebody silenced, and says until when; of several silences the one that ends last. */
export const silence: Stage = (board) => {
  const { nowMs, input } = board;
  for (const { fromMs } of input.silences) if (fromMs > nowMs) board.wake(fromMs);
  const active = input.silences.filter(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
  if (active.length === 0) return;
  const lastOf = createSearch(active);
  for (const member of allMembers(board)) {
    const by = lastOf(member.alert);
    if (by === undefined) continue;
    member.isHushed = true;
    board.wake(by.toMs);
    if (member.as !== "over")
      sayQuiet(board, member.alert, { by: "silenced", words: wordsOf(by), untilMs: by.toMs });
  }
};

/** Finds the silence of an alert that ends last. Most name a value of a label: of a thousand few are then looked at. */
function createSearch(active: readonly Said[]): (alert: Alert) => Said | undefined {
  const byValue = new Map<string, Map<string, Said[]>>();
  const others: Said[] = [];
  for (const one of active) {
    const exact = one.matchers.find(({ op, value }) => op === "=" && value !== "");
    if (exact === undefined) others.push(one);
    else addTo(byValue, exact.label, exact.value, one);
  }
  return (alert) => {
    let last: Said | undefined;
    const look = (some: readonly Said[]) => {
      for (const one of some)
        if ((last === undefined || one.toMs > last.toMs) && passesAll(one.matchers, alert)) last = one;
    };
    for (const [label, values] of byValue) look(values.get(labelOf(alert, label)) ?? []);
    look(others);
    return last;
  };
}

function addTo(byValue: Map<string, Map<string, Said[]>>, label: string, value: string, one: Said): void {
  const values = byValue.get(label) ?? new Map<string, Said[]>();
  byValue.set(label, values.set(value, [...(values.get(value) ?? []), one]));
}

const wordsOf = ({ reason, by }: Said) =>
  by === "" ? `silenced: ${reason}` : `silenced by ${by}: ${reason}`;
