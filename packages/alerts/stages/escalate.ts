import type { Rule } from "@mission-control/contracts";
import { type Board, type Gathering, type Member, noteTold, type Stage, send } from "./board.ts";

/** Tells the next channels of what nobody has acknowledged so long after it was told of first. No interval holds that up. */
export const escalate: Stage = (board) => {
  for (const gathering of board.gatherings.values())
    for (const member of gathering.members)
      if (member.as !== "over" && !member.isHushed && member.acknowledged === undefined)
        takeSteps(board, gathering, member);
};

function takeSteps(board: Board, gathering: Gathering, member: Member): void {
  const { told, rule } = member;
  if (told === undefined || told.hushed || rule === undefined || rule.tell.escalate.length === 0) return;
  const steps = stepsOf(rule);
  let taken = told.steps;
  for (; taken < steps.length; taken++) {
    const { afterMs, channels } = steps[taken]!;
    if (board.nowMs < told.atMs + afterMs) {
      board.wake(told.atMs + afterMs);
      break;
    }
    for (const channel of channels) send(gathering, channel, "escalated", member);
  }
  if (taken !== told.steps) noteTold(gathering, member, { ...told, steps: taken });
}

const inOrder = new WeakMap<Rule, Rule["tell"]["escalate"]>();

/** A rule's steps in the order in which they come, however they were written down. */
export function stepsOf(rule: Rule): Rule["tell"]["escalate"] {
  let steps = inOrder.get(rule);
  if (steps === undefined) {
    steps = rule.tell.escalate.toSorted((a, b) => a.afterMs - b.afterMs);
    inOrder.set(rule, steps);
  }
  return steps;
}
