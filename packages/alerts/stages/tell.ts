import { type Alert, eventIdAt, limits, type NewNotice, type ToldAlert } from "@mission-control/contracts";
import {
  type Board,
  byGravity,
  type Gathering,
  type Member,
  noteTold,
  type Outgoing,
  type Stage,
} from "./board.ts";
import { ownOf } from "./draft.ts";

/** Makes the messages of what is to be told, one for each channel of a group, and notes in the group who was told what. */
export const tell: Stage = (board) => {
  for (const gathering of board.gatherings.values()) {
    if (gathering.out.size === 0) continue;
    const reasons = [...gathering.out].map(([channel, out]) => {
      const notice = noticeOf(board, gathering, channel, out);
      board.notices.push(notice);
      return notice.reason;
    });
    for (const [channel, out] of gathering.out) note(board.nowMs, gathering, channel, out);
    if (reasons.some((reason) => reason !== "escalation")) gathering.draft.set({ toldMs: board.nowMs });
    // What comes next follows from what is told now: the next plan finds it.
    board.wake(board.nowMs + 1);
  }
};

function noticeOf(board: Board, gathering: Gathering, channel: string, out: Outgoing): NewNotice {
  const reason = reasonOf(gathering, channel, out);
  const inOrder = [out.fresh, out.escalated, out.repeated, out.over].map(sortedAlerts);
  // Who hears of a group hears of all of it that fires: the new in front.
  if (reason === "firing" || reason === "changed" || reason === "repeat")
    inOrder.push(sortedAlerts(others(gathering, channel)));
  const alerts = [...new Map(inOrder.flat().map((alert) => [alert.id, alert])).values()];
  return {
    id: eventIdAt(board.nowMs),
    channel,
    group: gathering.draft.group.key,
    reason,
    alerts: alerts.slice(0, limits.alertsPerNotice),
    more: Math.max(0, alerts.length - limits.alertsPerNotice),
    createdMs: board.nowMs,
  };
}

function reasonOf({ draft }: Gathering, channel: string, out: Outgoing): NewNotice["reason"] {
  if (out.escalated.size > 0) return "escalation";
  const knows = Object.values(draft.group.told).some(
    ({ channels }) => ownOf(channels, channel) !== undefined,
  );
  if (out.fresh.size > 0) return knows || out.over.size > 0 ? "changed" : "firing";
  if (out.repeated.size > 0) return "repeat";
  return knows ? "changed" : "resolved";
}

/** What a channel was told of before and fires still; acknowledged alerts too, as such. */
const others = ({ members }: Gathering, channel: string) =>
  members.filter(
    ({ as, isHushed, told }) =>
      as !== "over" && !isHushed && told !== undefined && ownOf(told.channels, channel) !== undefined,
  );

const sortedAlerts = (members: Iterable<Member>): Alert[] =>
  [...members]
    .map(({ alert, acknowledged }) => ({ ...alert, acknowledged: acknowledged ?? null, quiet: [] }))
    .sort(byGravity);

function note(nowMs: number, gathering: Gathering, channel: string, out: Outgoing): void {
  gathering.draft.setChannel(channel, nowMs);
  for (const member of [...out.fresh, ...out.escalated]) {
    if (member.as === "over") continue;
    const before = member.told;
    const isAnew = before === undefined || before.hushed;
    noteTold(gathering, member, {
      alert: knownOf(member.alert),
      atMs: isAnew ? nowMs : before.atMs,
      steps: isAnew ? 0 : before.steps,
      channels: { ...before?.channels, [channel]: member.as },
      resolved: member.rule?.tell.resolved ?? true,
      hushed: false,
    });
  }
}

function knownOf(alert: Alert): ToldAlert["alert"] {
  const { id, rule, ruleName, labels, firingMs, unit, severity, title, owner, link } = alert;
  return { id, rule, ruleName, labels, firingMs, unit, severity, title, owner, link };
}
