import { type Alert, type AlertGroup, limits, type Rule, type ToldAlert } from "@mission-control/contracts";
import { alertIdOf } from "../alert-id.ts";
import { labelOf } from "./alert-matchers.ts";
import { type Board, type Gathering, type Member, type Stage, sayQuiet, toldAs } from "./board.ts";
import { createDraft, ownOf } from "./draft.ts";

/** An alert that somebody is to be told of, and the group that it would be in. */
interface Sorted {
  readonly alert: Alert;
  readonly rule: Rule;
  readonly route: string;
  /** The labels that it is grouped by. */
  readonly names: readonly string[];
  readonly text: string;
}

/**
 * Puts alerts into groups: those of the same channels that agree in the labels their rules are grouped by. Where that would be
 * more than `limits.groupsPerRoute` groups of the same channels, all that is new goes into one more, so that a storm that agrees
 * in nothing is told in few messages; an alert that was told of there stays there.
 */
export const group: Stage = (board) => {
  const { input } = board;
  const known = new Map<string, Known>();
  for (const kept of input.groups) {
    const gathering = begin(board, kept, false);
    for (const told of Object.values(kept.told)) known.set(told.alert.id, { gathering, told });
  }
  const sorted = [...sortedOf(board)];
  const placeOf = createPlaces(board, sorted);
  for (const one of sorted) {
    const { alert, rule } = one;
    const before = known.get(alert.id);
    const gathering = placeOf(one, before?.gathering);
    if (before !== undefined) {
      if (before.gathering !== gathering) move(before, gathering);
      known.delete(alert.id);
    }
    addMember(gathering, { alert, rule, as: toldAs(alert) ?? "over", told: before?.told });
  }
  if (known.size === 0) return;
  const standing = new Map(input.alerts.map((alert) => [alert.id, alert]));
  for (const before of known.values()) addOver(board, before, standing.get(before.told.alert.id));
};

/** Somebody was told of an alert of this group before. */
interface Known {
  readonly gathering: Gathering;
  readonly told: ToldAlert;
}

/** Finds the group of an alert that was told of in the group `before`, and begins it where there is none yet. */
function createPlaces(board: Board, sorted: readonly Sorted[]) {
  const known = new Map<string, Gathering>();
  const counts = new Map<string, number>();
  const count = (route: string) => counts.set(route, (counts.get(route) ?? 0) + 1);
  for (const gathering of board.gatherings.values()) {
    const { group: kept } = gathering.draft;
    if (!kept.rest) known.set(textOfKept(kept), gathering);
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
    if (rule.tell.channels.length === 0) {
      sayQuiet(board, alert, { by: "nobody", words: "its rule names no channel", untilMs: null });
      continue;
    }
    const { route, names } = groupingOf(rule);
    yield { alert, rule, route, names, text: textOf(route, names, (name) => labelOf(alert, name)) };
  }
}

/** Where a rule's alerts belong, made ready once for each rule as it is. */
const groupings = new WeakMap<Rule, { readonly route: string; readonly names: readonly string[] }>();

function groupingOf(rule: Rule) {
  let grouping = groupings.get(rule);
  if (grouping === undefined) {
    const route = [...new Set(rule.tell.channels)].sort().join(",");
    grouping = { route, names: [...new Set(rule.tell.groupBy)].sort() };
    groupings.set(rule, grouping);
  }
  return grouping;
}

/** The same for the same group. Where a rule is told of alone, its channels may become others. */
function textOf(route: string, names: readonly string[], valueAt: (name: string) => string): string {
  let text = names.includes("rule") ? "/" : `${route}/`;
  for (const name of names) {
    const value = valueAt(name);
    // A label that is not there is none.
    if (value !== "") text += `${name}=${value.length}:${value},`;
  }
  return text;
}

const textsOfKept = new WeakMap<AlertGroup, string>();

function textOfKept(kept: AlertGroup): string {
  let text = textsOfKept.get(kept);
  if (text === undefined) {
    text = textOf(kept.route, Object.keys(kept.labels).sort(), (name) => kept.labels[name] ?? "");
    textsOfKept.set(kept, text);
  }
  return text;
}

function newGroup(board: Board, { alert, route, names, rule, text }: Sorted): AlertGroup {
  const labels = names.map((name) => [name, labelOf(alert, name)]).filter(([, value]) => value !== "");
  return {
    ...emptyGroup(board, route),
    key: alertIdOf(`group/${text}`, new Map()),
    labels: Object.fromEntries(labels),
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

function addMember(gathering: Gathering, member: Pick<Member, "alert" | "rule" | "as" | "told">): void {
  const { alert, rule, as, told } = member;
  const isHushed = false;
  const isToldNow = false;
  gathering.members.push({ alert, rule, as, told, isHushed, acknowledged: undefined, isToldNow });
}

/** Its rule groups or tells otherwise now: who was told of an alert is not told again. */
function move({ gathering: from, told }: Known, to: Gathering): void {
  from.draft.forget(told.alert.id);
  to.draft.setTold(told.alert.id, told);
  const { toldMs, channels } = from.draft.group;
  to.draft.set({ toldMs: latest(to.draft.group.toldMs, toldMs) });
  for (const [channel, atMs] of Object.entries(channels))
    to.draft.setChannel(channel, Math.max(ownOf(to.draft.group.channels, channel) ?? 0, atMs));
}

const latest = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b));

/** Somebody was told of an alert that is over by now, or of which nobody is to be told any more. */
function addOver(board: Board, { gathering, told }: Known, now: Alert | undefined): void {
  const rule = board.input.rules.get(told.alert.rule);
  if (rule?.enabled === true && rule.tell.channels.length === 0) {
    gathering.draft.forget(told.alert.id);
    return;
  }
  const isKnown = now !== undefined && toldAs(now) === undefined;
  const alert = overOf(told, isKnown ? now : undefined, rule, board.nowMs);
  addMember(gathering, { alert, rule, as: "over", told });
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
