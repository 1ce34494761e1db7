import type { Acknowledgement } from "@mission-control/contracts";
import { allMembers, type Stage, sayQuiet, toldAs } from "./board.ts";

/**
 * Somebody looks after an alert: until it is over nobody is told of it again, but that it fires where they know of missing data or
 * an error only. Then the acknowledgement is over, too.
 */
export const acknowledge: Stage = (board) => {
  const { acknowledgements, alerts } = board.input;
  if (acknowledgements.size === 0) return;
  const over = new Set(acknowledgements.keys());
  for (const alert of alerts) if (toldAs(alert) !== undefined) over.delete(alert.id);
  board.released.push(...over);
  for (const member of allMembers(board)) {
    const acknowledged = acknowledgements.get(member.alert.id);
    if (acknowledged === undefined || member.as === "over") continue;
    member.acknowledged = acknowledged;
    sayQuiet(board, member.alert, { by: "acknowledged", words: wordsOf(acknowledged), untilMs: null });
  }
};

function wordsOf({ by, note }: Acknowledgement): string {
  const whom = by === "" ? "acknowledged until it is over" : `acknowledged by ${by} until it is over`;
  return note === "" ? whom : `${whom}: ${note}`;
}
