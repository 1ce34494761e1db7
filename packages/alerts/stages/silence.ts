import type { Silence } from "@mission-control/contracts";
import { passesAll } from "./alert-matchers.ts";
import { allMembers, type Stage, sayQuiet } from "./board.ts";

/** Keeps alerts quiet that somebody silenced, and says until when; of several silences the one that ends last. */
export const silence: Stage = (board) => {
  const { nowMs, input } = board;
  const active = input.silences
    .filter(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs)
    .sort((a, b) => b.toMs - a.toMs);
  for (const { fromMs } of input.silences) if (fromMs > nowMs) board.wake(fromMs);
  if (active.length === 0) return;
  for (const member of allMembers(board)) {
    const by = active.find(({ matchers }) => passesAll(matchers, member.alert));
    if (by === undefined) continue;
    member.isHushed = true;
    board.wake(by.toMs);
    if (member.as !== "over")
      sayQuiet(board, member.alert, { by: "silenced", words: wordsOf(by), untilMs: by.toMs });
  }
};

const wordsOf = ({ reason, by }: Pick<Silence, "reason" | "by">) =>
  by === "" ? `silenced: ${reason}` : `silenced by ${by}: ${reason}`;
