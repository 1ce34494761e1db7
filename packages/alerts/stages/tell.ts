import {
  type Alert,
  eventIdAt,
  limits,
  type NewNotice,
  type NoticeReason,
  type ToldAlert,
} from "@mission-control/contracts";
import { byGravity, type Gathering, type Member, noteTold, type Outgoing, type Stage } from "./board.ts";
import { ownOf } from "./draft.ts";

/** Makes the messages of what is to be told, one for each channel of a group, and notes in the group who was told what. */
export const tell: Stage = (board) => {
  const { nowMs } = board;
  for (const gathering of board.gatherings.values()) {
    if (gathering.out.size === 0) continue;
    const reasons = new Map(
      [...gathering.out].map(([channel, out]) => [channel, reasonOf(gathering, channel, out)]),
    );
    for (const [channel, out] of gathering.out) {
      const reason = reasons.get(channel)!;
      const parts = partsOf(gathering, channel, reason, out);
      board.notices.push(...parts.map((part) => noticeOf(nowMs, gathering, channel, reason, part)));
      note(nowMs, gathering, channel, out);
      for (const { members } of parts) noteNamed(gathering, channel, members);
    }
    if ([...reasons.values()].some((reason) => reason !== "escalation"))
      gathering.draft.set({ toldMs: nowMs });
    // What comes next follows from what is told now: the next plan finds it.
    board.wake(nowMs + 1);
  }
};

/** What a message tells by name, and how many others it counts. */
interface Part {
  readonly members: readonly Member[];
  readonly more: number;
}

/**
 * What a channel is told, the new in front. Who was told by name that something fires is told by name that it is over, as some
 * count by names: where one message has no room for that there are further ones, no more than there were before.
 */
function partsOf(gathering: Gathering, channel: string, reason: NoticeReason, out: Outgoing): Part[] {
  const isNamed = ({ told }: Member) => told?.named.includes(channel) === true;
  const over = sorted(out.over);
  const inOrder = [out.fresh, out.escalated, out.repeated].flatMap(sorted);
  inOrder.push(...over.filter(isNamed), ...over.filter((member) => !isNamed(member)));
  // Who hears of a group hears of all of it that fires.
  if (reason === "firing" || reason === "changed" || reason === "repeat")
    inOrder.push(...sorted(others(gathering, channel)));
  const all = [...new Set(inOrder)];
  const most = limits.alertsPerNotice;
  const left = all.slice(most).filter((member) => member.as === "over" && isNamed(member));
  const parts: Part[] = [{ members: all.slice(0, most), more: Math.max(0, all.length - most) - left.length }];
  for (let from = 0; from < left.length; from += most)
    parts.push({ members: left.slice(from, from + most), more: 0 });
  return parts;
}

function noticeOf(
  nowMs: number,
  { draft }: Gathering,
  channel: string,
  reason: NoticeReason,
  { members, more }: Part,
): NewNotice {
  const alerts = members.map(({ alert, acknowledged }): Alert => {
    return { ...alert, acknowledged: acknowledged ?? null, quiet: [] };
  });
  return { id: eventIdAt(nowMs), channel, group: draft.group.key, reason, alerts, more, createdMs: nowMs };
}

function reasonOf({ draft }: Gathering, channel: string, out: Outgoing): NoticeReason {
  if (out.escalated.size > 0) return "escalation";
  const knows = Object.values(draft.group.told).some(
    ({ channels }) => ownOf(channels, channel) !== undefined,
  );
  if (out.fresh.size > 0) return knows || out.over.size > 0 ? "changed" : "firing";
  // A repeat tells nothing new, so that a later one can stand for it.
  if (out.repeated.size > 0 && out.over.size === 0) return "repeat";
  return knows ? "changed" : "resolved";
}

/** What a channel was told of before and fires still; acknowledged alerts too, as such. */
const others = ({ members }: Gathering, channel: string) =>
  members.filter(
    ({ as, isHushed, told }) =>
      as !== "over" && !isHushed && told !== undefined && ownOf(told.channels, channel) !== undefined,
  );

const sorted = (members: Iterable<Member>) => [...members].sort((a, b) => byGravity(a.alert, b.alert));

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
      named: before?.named ?? [],
      resolved: member.rule?.tell.resolved ?? true,
      hushed: false,
    });
  }
}

function noteNamed(gathering: Gathering, channel: string, members: readonly Member[]): void {
  for (const member of members) {
    const { told, as } = member;
    if (as === "over" || told === undefined || told.named.includes(channel)) continue;
    noteTold(gathering, member, { ...told, named: [...told.named, channel] });
  }
}

function knownOf(alert: Alert): ToldAlert["alert"] {
  const { id, rule, ruleName, labels, firingMs, unit, severity, title, owner, link } = alert;
  return { id, rule, ruleName, labels, firingMs, unit, severity, title, owner, link };
}
