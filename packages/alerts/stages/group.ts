import { type Alert, type AlertGroup, limits, type Rule, type ToldAlert } from "@mission-control/contracts";
import { labelsKey, labelsOf } from "@mission-control/series";
import { alertIdOf } from "../alert-id.ts";
import { labelOf } from "./alert-matchers.ts";
import { type Board, type Gathering, type Member, type Stage, sayQuiet, toldAs } from "./board.ts";
import { createDraft } from "./draft.ts";

/** An alert that somebody is to be told of, and the group that it would be in. */
interface Sorted {
  readonly alert: Alert;
  readonly rule: Rule;
  readonly route: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Puts alerts into groups: those of the same channels that agree in the labels their rules are grouped by. Where that would be
 * more than `limits.groupsPerRoute` groups of the same channels, all that is new goes into one more, so that a storm that agrees
 * in nothing is told in few messages; an alert that was told of there stays there.
 */
export const group: Stage = (board) => {
  const { input } = board;
  const placeOfTold = new Map<string, Gathering>();
  for (const kept of input.groups) {
    const gathering = begin(board, kept, false);
    for (const id of Object.keys(kept.told)) placeOfTold.set(id, gathering);
  }
  const sorted = [...sortedOf(board)];
  const placeOf = createPlaces(board, sorted);
  for (const one of sorted) {
    const { id } = one.alert;
    const before = placeOfTold.get(id);
    const gathering = placeOf(one, before);
    if (before !== undefined && before !== gathering) move(before, gathering, id);
    gathering.members.push(memberOf(one));
    placeOfTold.delete(id);
  }
  if (placeOfTold.size === 0) return;
  const standing = new Map(input.alerts.map((alert) => [alert.id, alert]));
  for (const [id, gathering] of placeOfTold) addOver(board, gathering, id, standing.get(id));
};

/** Finds the group of an alert that was told of in the group `before`, and begins it where there is none yet. */
function createPlaces(board: Board, sorted: readonly Sorted[]) {
  const known = new Map<string, Gathering>();
  const counts = new Map<string, number>();
  const count = (route: string) => counts.set(route, (counts.get(route) ?? 0) + 1);
  for (const gathering of board.gatherings.values()) {
    const { group: kept } = gathering.draft;
    if (!kept.rest) known.set(textOf(kept), gathering);
    count(kept.route);
  }
  const fresh = new Map(
    sorted.filter(({ text }) => !known.has(text)).map(({ text, route }) => [text, route]),
  );
  for (const route of fresh.values()) count(route);

  return (one: Sorted, before: Gathering | undefined): Gathering => {
    const { route, text } = one;
    const { rest, route: routeBefore } = before?.draft.group ?? {};
    if (before !== undefined && rest === true && routeBefore === route) return before;
    let gathering = known.get(text);
    if (gathering === undefined && (counts.get(route) ?? 0) > limits.groupsPerRoute)
      return restOf(board, route);
    gathering ??= begin(board, newGroup(board, one), true);
    known.set(text, gathering);
    if (gathering.draft.group.route !== route) gathering.draft.set({ route });
    return gathering;
  };
}

function* sortedOf(board: Board): Generator<Sorted> {
  const { alerts, rules } = board.input;
  for (const alert of alerts) {
    if (toldAs(alert) === undefined) continue;
    const rule = rules.get(alert.rule);
    if (rule === undefined || !rule.enabled) {
      sayQuiet(board, alert, { by: "off", words: "its rule is switched off", untilMs: null });
      continue;
    }
    const { channels, groupBy } = rule.tell;
    if (channels.length === 0) {
      sayQuiet(board, alert, { by: "nobody", words: "its rule names no channel", untilMs: null });
      continue;
    }
    const route = [...new Set(channels)].sort().join(",");
    const labels: Record<string, string> = Object.create(null);
    for (const name of [...new Set(groupBy)].sort()) {
      const value = labelOf(alert, name);
      if (value !== "") labels[name] = value;
    }
    yield { alert, rule, route, labels, text: textOf({ labels, route }) };
  }
}

/** The same for the same group. Where a rule is told of alone, its channels may become others. */
function textOf({ labels, route }: Pick<AlertGroup, "labels" | "route">): string {
  const text = labelsKey(labelsOf(Object.entries(labels)));
  return Object.hasOwn(labels, "rule") ? text : `${route}/${text}`;
}

function newGroup(board: Board, { labels, route, rule, text }: Sorted): AlertGroup {
  return {
    ...emptyGroup(board, route),
    key: alertIdOf(`group/${text}`, new Map()),
    labels: { ...labels },
    intervalMs: rule.tell.intervalMs,
  };
}

function emptyGroup(board: Board, route: string): Omit<AlertGroup, "key" | "intervalMs"> {
  return { labels: {}, route, rest: false, sinceMs: board.nowMs, toldMs: null, channels: {}, told: {} };
}

function restOf(board: Board, route: string): Gathering {
  const key = alertIdOf(`rest/${route}`, new Map());
  const there = board.gatherings.get(key);
  if (there !== undefined) return there;
  return begin(board, { ...emptyGroup(board, route), key, rest: true, intervalMs: 0 }, true);
}

function begin(board: Board, from: AlertGroup, isNew: boolean): Gathering {
  const gathering = { draft: createDraft(from, isNew), members: [], opensMs: board.nowMs, out: new Map() };
  board.gatherings.set(from.key, gathering);
  return gathering;
}

function memberOf({ alert, rule }: Sorted): Member {
  return { alert, rule, as: toldAs(alert) ?? "over", isHushed: false, acknowledged: undefined };
}

/** Its rule groups or tells otherwise now: who was told of an alert is not told again. */
function move(from: Gathering, to: Gathering, id: string): void {
  const told = from.draft.told(id);
  if (told === undefined) return;
  from.draft.forget(id);
  to.draft.setTold(id, told);
  const { toldMs, channels } = from.draft.group;
  to.draft.set({ toldMs: latest(to.draft.group.toldMs, toldMs) });
  for (const [channel, atMs] of Object.entries(channels))
    to.draft.setChannel(channel, Math.max(to.draft.group.channels[channel] ?? 0, atMs));
}

const latest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));

/** Somebody was told of an alert that is over by now, or of which nobody is to be told any more. */
function addOver(board: Board, gathering: Gathering, id: string, now: Alert | undefined): void {
  const told = gathering.draft.told(id);
  if (told === undefined) return;
  const rule = board.input.rules.get(told.alert.rule);
  if (rule?.enabled === true && rule.tell.channels.length === 0) {
    gathering.draft.forget(id);
    return;
  }
  const isKnown = now !== undefined && toldAs(now) === undefined;
  gathering.members.push({
    alert: overOf(told, isKnown ? now : undefined, rule, board.nowMs),
    rule,
    as: "over",
    isHushed: false,
    acknowledged: undefined,
  });
}

/** An alert that is over: how it is now where that is known, and since when it had fired. */
function overOf(told: ToldAlert, now: Alert | undefined, rule: Rule | undefined, nowMs: number): Alert {
  const { firingMs } = told.alert;
  if (now !== undefined) return { ...now, state: "normal", firingMs };
  return {
    ...told.alert,
    state: "normal",
    sinceMs: nowMs,
    value: null,
    description: "",
    runbook: rule?.runbook ?? "",
    error: null,
    acknowledged: null,
    quiet: [],
  };
}
