import type { Rule } from "@mission-control/contracts";
import { type Board, type Gathering, type Member, type Stage, sayQuiet, send } from "./board.ts";
import { ownOf } from "./draft.ts";

const DAY_MS = 86_400_000;
/** No rule repeats itself more often. */
const LEAST_MS = 60_000;

/** Tells a channel again of what it knows, as long as it fires and nobody has acknowledged it: often enough not to be forgotten. */
export const repeat: Stage = (board) => {
  for (const gathering of board.gatherings.values()) {
    const dues = new Map<string, number>();
    for (const [channel, members] of knownBy(gathering)) {
      const dueMs = dueOf(gathering, channel, members);
      if (dueMs === null) continue;
      dues.set(channel, dueMs);
      if (board.nowMs < dueMs) board.wake(dueMs);
      else if (!gathering.out.has(channel))
        for (const member of members) send(gathering, channel, "repeated", member);
    }
    for (const member of gathering.members) sayTold(board, member, dues);
  }
};

/** What each channel was told of and fires as it was told. */
function knownBy({ members }: Gathering): Map<string, Member[]> {
  const known = new Map<string, Member[]>();
  for (const member of members) {
    const { told } = member;
    if (told === undefined || told.hushed || !isLoud(member)) continue;
    for (const channel in told.channels) {
      if (told.channels[channel] !== member.as) continue;
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
  let everyMs = Number.POSITIVE_INFINITY;
  for (const { rule } of members) everyMs = Math.min(everyMs, repeatOf(rule) || everyMs);
  if (everyMs === Number.POSITIVE_INFINITY) return null;
  const lastMs = ownOf(draft.group.channels, channel) ?? draft.group.sinceMs;
  return Math.max(lastMs + everyMs, opensMs);
}

/** A certificate that ends is told of each day. 0 is never. */
function repeatOf(rule: Rule | undefined): number {
  if (rule === undefined) return 0;
  if (rule.when.kind === "certificate") return DAY_MS;
  return rule.tell.repeatMs === 0 ? 0 : Math.max(rule.tell.repeatMs, LEAST_MS);
}

function sayTold(board: Board, member: Member, dues: ReadonlyMap<string, number>): void {
  const { told, alert } = member;
  if (told === undefined || member.isToldNow || !isLoud(member) || board.quiet.has(alert.id)) return;
  let untilMs: number | null = null;
  let by = "";
  for (const channel in told.channels) {
    by += by === "" ? channel : `, ${channel}`;
    const dueMs = dues.get(channel);
    if (dueMs !== undefined && (untilMs === null || dueMs < untilMs)) untilMs = dueMs;
  }
  const words = `told by ${by}; ${untilMs === null ? "not told again while it lasts" : "told again if it lasts"}`;
  sayQuiet(board, alert, { by: "told", words, untilMs });
}
