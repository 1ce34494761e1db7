import { type Board, type Gathering, noteTold, type Stage } from "./board.ts";

/**
 * Says from when on a group may be told of: its first message waits for others of the group, each further one for the interval
 * after the last. Where its rules differ, the shortest holds.
 */
export const wait: Stage = (board) => {
  for (const gathering of board.gatherings.values()) {
    const { draft, members } = gathering;
    forgetTheFuture(board, gathering);
    const tells = members.flatMap(({ rule, as }) => (rule === undefined || as === "over" ? [] : rule.tell));
    if (tells.length > 0) {
      const intervalMs = Math.min(...tells.map((tell) => tell.intervalMs));
      if (intervalMs !== draft.group.intervalMs) draft.set({ intervalMs });
    }
    const { sinceMs, toldMs, intervalMs } = draft.group;
    const waitMs = Math.min(...tells.map((tell) => tell.waitMs), Number.MAX_SAFE_INTEGER);
    gathering.opensMs = toldMs === null ? sinceMs + (tells.length === 0 ? 0 : waitMs) : toldMs + intervalMs;
  }
};

/** A clock that was set back makes nobody wait longer, for an escalation or to be told again neither. */
function forgetTheFuture({ nowMs }: Board, gathering: Gathering): void {
  const { draft, members } = gathering;
  if (draft.group.sinceMs > nowMs) draft.set({ sinceMs: nowMs });
  if (draft.group.toldMs !== null && draft.group.toldMs > nowMs) draft.set({ toldMs: nowMs });
  for (const [channel, atMs] of Object.entries(draft.group.channels))
    if (atMs > nowMs) draft.setChannel(channel, nowMs);
  for (const member of members) {
    const { told } = member;
    if (told !== undefined && told.atMs > nowMs) noteTold(gathering, member, { ...told, atMs: nowMs });
  }
}
