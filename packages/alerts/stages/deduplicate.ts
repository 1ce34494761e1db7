import { type Board, type Gathering, type Member, noteTold, type Stage, sayQuiet, send } from "./board.ts";
import { ownOf } from "./draft.ts";
import { stepsOf } from "./escalate.ts";

/**
 * Finds what channels do not know yet: alerts that they were not told of, or told of as something else. What was kept quiet since
 * it was told is told anew when that ends.
 */
export const deduplicate: Stage = (board) => {
  for (const gathering of board.gatherings.values()) {
    for (const member of gathering.members) {
      if (member.as === "over") continue;
      if (member.isHushed) noteHushed(gathering, member);
      else if (member.acknowledged === undefined) tellWhatIsNew(board, gathering, member);
      else if (isGraver(member)) {
        board.quiet.delete(member.alert.id);
        tellWhatIsNew(board, gathering, member);
      }
    }
  }
};

function noteHushed(gathering: Gathering, member: Member): void {
  const { told } = member;
  if (told !== undefined && !told.hushed) noteTold(gathering, member, { ...told, hushed: true });
}

/** Whoever looks after data that is missing, or after a rule that fails, does not know that it fires now. */
function isGraver({ as, told }: Member): boolean {
  if (as !== "firing" || told === undefined || told.hushed) return false;
  return Object.values(told.channels).some((known) => known !== "firing");
}

function tellWhatIsNew(board: Board, gathering: Gathering, member: Member): void {
  const { told, as } = member;
  const isOpen = board.nowMs >= gathering.opensMs;
  let isNew = false;
  for (const channel of channelsOf(member, told?.hushed === true ? 0 : (told?.steps ?? 0))) {
    if (told !== undefined && !told.hushed && ownOf(told.channels, channel) === as) continue;
    isNew = true;
    if (isOpen) send(gathering, channel, "fresh", member);
  }
  if (isNew && !isOpen) sayWaiting(board, gathering, member);
}

function sayWaiting(board: Board, { draft, opensMs }: Gathering, { alert }: Member): void {
  board.wake(opensMs);
  const isFirst = draft.group.toldMs === null;
  sayQuiet(board, alert, {
    by: isFirst ? "wait" : "interval",
    words: isFirst
      ? "waits for others of its group before the first message"
      : "its group was told of a short while ago; the next message tells it",
    untilMs: opensMs,
  });
}

/** The channels of its rule, and those that it was escalated to. */
function channelsOf({ rule }: Member, steps: number): readonly string[] {
  if (rule === undefined) return [];
  const { channels } = rule.tell;
  if (steps === 0) return channels;
  const further = stepsOf(rule).slice(0, steps);
  return [...new Set([...channels, ...further.flatMap((step) => step.channels)])];
}
