import type { Rule } from "@mission-control/contracts";
import { type Board, type Gathering, type Member, outgoing, type Stage, sayQuiet } from "./board.ts";
import { ownOf } from "./draft.ts";

const DAY_MS = 86_400_000;
/** No rule repeats itself more often. */
const LEAST_MS = 60_000;

/** Tells a channel again of what it knows, as long as it fires and nobody has acknowledged it: often enough not to be forgotten. */
export const repeat: Stage = (board) => {
  for (const gathering of board.gatherings.values()) {
    for (const [channel, members] of knownBy(gathering)) {
      const dueMs = dueOf(gathering, channel, members);
      const isDue = dueMs !== null && board.nowMs >= dueMs;
      if (isDue && !gathering.out.has(channel))
        for (const member of members) outgoing(gathering, channel).repeated.add(member);
      if (dueMs !== null && !isDue) board.wake(dueMs);
    }
    for (const member of gathering.members) sayTold(board, gathering, member);
  }
};

/** What each channel was told of and fires as it was told. */
function knownBy({ draft, members }: Gathering): Map<string, Member[]> {
  const known = new Map<string, Member[]>();
  for (const member of members) {
    const told = draft.told(member.alert.id);
    if (told === undefined || told.hushed || !isLoud(member)) continue;
    for (const [channel, as] of Object.entries(told.channels)) {
      if (as !== member.as) continue;
      const there = known.get(channel);
      if (there === undefined) known.set(channel, [member]);
      else there.push(member);
    }
  }
  return known;
}

const isLoud = ({ as, isHushed, acknowledged }: Member) =>
  as !== "over" && !isHushed && acknowledged === undefined;

/** When a channel is told again; null where never. */
function dueOf({ draft, opensMs }: Gathering, channel: string, members: readonly Member[]): number | null {
  const lastMs = ownOf(draft.group.channels, channel) ?? draft.group.sinceMs;
  const everyMs = Math.min(
    ...members.map(({ rule }) => repeatOf(rule)).filter((ms) => ms > 0),
    Number.POSITIVE_INFINITY,
  );
  return everyMs === Number.POSITIVE_INFINITY ? null : Math.max(lastMs + everyMs, opensMs);
}

/** A certificate that ends is told of each day. 0 is never. */
function repeatOf(rule: Rule | undefined): number {
  if (rule === undefined) return 0;
  if (rule.when.kind === "certificate") return DAY_MS;
  return rule.tell.repeatMs === 0 ? 0 : Math.max(rule.tell.repeatMs, LEAST_MS);
}

function sayTold(board: Board, gathering: Gathering, member: Member): void {
  const told = gathering.draft.told(member.alert.id);
  const isTold = [...gathering.out.values()].some((out) =>
    [out.fresh, out.escalated, out.repeated].some((set) => set.has(member)),
  );
  if (told === undefined || !isLoud(member) || isTold || board.quiet.has(member.alert.id)) return;
  const channels = Object.keys(told.channels);
  const dues = channels
    .map((channel) => dueOf(gathering, channel, [member]))
    .filter((dueMs) => dueMs !== null);
  const untilMs = dues.length === 0 ? null : Math.min(...dues);
  const words = `told by ${channels.join(", ")}; ${untilMs === null ? "not told again while it lasts" : "told again if it lasts"}`;
  sayQuiet(board, member.alert, { by: "told", words, untilMs });
}
