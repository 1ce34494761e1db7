import { type Stage, send } from "./board.ts";

/** Tells who was told of an alert once that it is over, where the rule wants that. What is kept quiet has it told when that ends. */
export const resolve: Stage = (board) => {
  for (const gathering of board.gatherings.values()) {
    const { draft, members, opensMs } = gathering;
    for (const member of members) {
      const { as, told } = member;
      if (as !== "over" || told === undefined || (member.isHushed && told.resolved)) continue;
      if (told.resolved && board.nowMs < opensMs) {
        board.wake(opensMs);
        continue;
      }
      if (told.resolved)
        for (const channel of Object.keys(told.channels)) send(gathering, channel, "over", member);
      draft.forget(member.alert.id);
    }
  }
};
