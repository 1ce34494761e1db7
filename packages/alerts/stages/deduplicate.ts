import { type Board, type Gathering, type Member, outgoing, type Stage, sayQuiet } from "./board.ts";
import { ownOf } from "./draft.ts";

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
    }
  }
};

function noteHushed({ draft }: Gathering, { alert }: Member): void {
  const told = draft.told(alert.id);
  if (told !== undefined && !told.hushed) draft.setTold(alert.id, { ...told, hushed: true });
}

function tellWhatIsNew(board: Board, gathering: Gathering, member: Member): void {
  const { draft, opensMs } = gathering;
  const told = draft.told(member.alert.id);
  const isNew = (channel: string) =>
    told === undefined || told.hushed || ownOf(told.channels, channel) !== member.as;
  const channels = channelsOf(member, told?.hushed === true ? 0 : (told?.steps ?? 0)).filter(isNew);
  if (channels.length === 0) return;
  if (board.nowMs >= opensMs) {
    for (const channel of channels) outgoing(gathering, channel).fresh.add(member);
    return;
  }
  board.wake(opensMs);
  const isFirst = draft.group.toldMs === null;
  sayQuiet(board, member.alert, {
    by: isFirst ? "wait" : "interval",
    words: isFirst
      ? "waits for others of its group before the first message"
      : "its group was told of a short while ago; the next message tells it",
    untilMs: opensMs,
  });
}

/** The channels of its rule, and those that it was escalated to. */
function channelsOf({ rule }: Member, steps: number): string[] {
  if (rule === undefined) return [];
  const { channels, escalate } = rule.tell;
  return [...new Set([...channels, ...escalate.slice(0, steps).flatMap((step) => step.channels)])];
}
