import { passesAll } from "./alert-matchers.ts";
import { allMembers, type Stage, sayQuiet } from "./board.ts";
import { muteEnd } from "./mute-end.ts";

/** Keeps alerts quiet at the times of the week at which nobody wants to hear of them. */
export const mute: Stage = (board) => {
  for (const muteTime of board.input.muteTimes) {
    const untilMs = muteEnd(muteTime, board.nowMs);
    if (untilMs === undefined) continue;
    for (const member of allMembers(board)) {
      if (!passesAll(muteTime.matchers, member.alert)) continue;
      member.isHushed = true;
      if (untilMs !== null) board.wake(untilMs);
      const words = `muted at this time of the week by "${muteTime.name}"`;
      if (member.as !== "over") sayQuiet(board, member.alert, { by: "muted", words, untilMs });
    }
  }
};
