import { type Board, type Gathering, type Member, outgoing, type Stage } from "./board.ts";

/** Tells the next channels of what nobody has acknowledged so long after it was told of first. No interval holds that up. */
export const escalate: Stage = (board) => {
  for (const gathering of board.gatherings.values())
    for (const member of gathering.members)
      if (member.as !== "over" && !member.isHushed && member.acknowledged === undefined)
        takeSteps(board, gathering, member);
};

function takeSteps(board: Board, gathering: Gathering, member: Member): void {
  const told = gathering.draft.told(member.alert.id);
  if (told === undefined || told.hushed) return;
  const steps = stepsOf(member);
  let taken = told.steps;
  for (; taken < steps.length; taken++) {
    const { afterMs, channels } = steps[taken]!;
    if (board.nowMs < told.atMs + afterMs) {
      board.wake(told.atMs + afterMs);
      break;
    }
    for (const channel of channels) outgoing(gathering, channel).escalated.add(member);
  }
  if (taken !== told.steps) gathering.draft.setTold(member.alert.id, { ...told, steps: taken });
}

/** In the order in which they come, however they were written down. */
const stepsOf = ({ rule }: Member) => rule?.tell.escalate.toSorted((a, b) => a.afterMs - b.afterMs) ?? [];
