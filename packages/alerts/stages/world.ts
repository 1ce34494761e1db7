import {
  type Acknowledgement,
  type Alert,
  type AlertGroup,
  type Inhibition,
  type MuteTime,
  type NewNotice,
  type Rule,
  ruleSchema,
  type Silence,
} from "@mission-control/contracts";
import { type Plan, planNotices } from "./plan.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** A rule that fires for whatever is there, told as `tell` says. */
export function ruleOf(slug: string, tell: object = {}, more: object = {}): Rule {
  return ruleSchema.parse({
    slug,
    name: `Rule ${slug}`,
    when: { kind: "promql", expr: "up == 0" },
    tell: { channels: ["ops"], ...tell },
    ...more,
  });
}

/** An alert of a rule; its id tells rule and labels. */
export function alertOf(rule: Rule, labels: Record<string, string> = {}, more: Partial<Alert> = {}): Alert {
  return {
    id: `${rule.slug}${JSON.stringify(labels)}`,
    rule: rule.slug,
    ruleName: rule.name,
    labels,
    state: "firing",
    sinceMs: 0,
    firingMs: 0,
    value: 1,
    unit: "none",
    severity: rule.severity,
    title: rule.name,
    description: "",
    owner: rule.owner,
    runbook: rule.runbook,
    link: "/",
    error: null,
    acknowledged: null,
    quiet: [],
    ...more,
  };
}

/** A world in which alerts fire and somebody is told: plans are kept as the engine keeps them, as JSON. */
export function createWorld(rules: readonly Rule[], startMs = 1_790_000_000_000) {
  const alerts = new Map<string, Alert>();
  const acknowledgements = new Map<string, Acknowledgement>();
  let groups = new Map<string, AlertGroup>();
  const silences: Omit<Silence, "state">[] = [];
  const muteTimes: MuteTime[] = [];
  const inhibitions: Inhibition[] = [];
  const rulesBySlug = new Map(rules.map((rule) => [rule.slug, rule]));
  const sent: NewNotice[] = [];
  let nowMs = startMs;
  let last: Plan | undefined;

  function plan(): Plan {
    last = planNotices({
      nowMs,
      alerts: [...alerts.values()],
      rules: rulesBySlug,
      groups: [...groups.values()],
      silences,
      muteTimes,
      inhibitions,
      acknowledgements,
    });
    for (const key of last.ended) groups.delete(key);
    for (const group of last.groups) groups.set(group.key, group);
    for (const id of last.released) acknowledgements.delete(id);
    sent.push(...last.notices);
    return last;
  }

  return {
    rules: rulesBySlug,
    silences,
    muteTimes,
    inhibitions,
    acknowledgements,
    sent,
    get nowMs() {
      return nowMs;
    },
    get alerts() {
      return [...alerts.values()];
    },
    get groups() {
      return [...groups.values()];
    },
    get last() {
      return last;
    },
    fire: (...fired: Alert[]) => {
      for (const alert of fired) alerts.set(alert.id, { ...alert, sinceMs: nowMs, firingMs: nowMs });
    },
    become: (alert: Alert, state: Alert["state"]) =>
      alerts.set(alert.id, { ...alert, state, sinceMs: nowMs }),
    /** It is over; `isKnown` where the engine still knows it, as normal. */
    clear(alert: Alert, isKnown = true) {
      if (isKnown) alerts.set(alert.id, { ...alert, state: "normal", sinceMs: nowMs, firingMs: null });
      else alerts.delete(alert.id);
    },
    silence(label: string, value: string, forMs: number) {
      const matchers = [{ label, op: "=" as const, value }];
      const times = { fromMs: nowMs, toMs: nowMs + forMs, createdMs: nowMs };
      silences.push({ id: `${silences.length}`, matchers, reason: "we work on it", by: "Ann", ...times });
    },
    acknowledge: ({ id }: Alert) => acknowledgements.set(id, { by: "Ann", note: "", atMs: nowMs }),
    plan,
    /** Lets time pass, planning every `everyMs`; gives what was sent meanwhile. */
    pass(ms: number, everyMs = 5 * SECOND_MS): NewNotice[] {
      const before = sent.length;
      for (const endMs = nowMs + ms; nowMs < endMs; ) {
        nowMs = Math.min(endMs, nowMs + everyMs);
        plan();
      }
      return sent.slice(before);
    },
    setClock(ms: number) {
      nowMs = ms;
    },
    /** The process ends and another one goes on from what was kept. */
    restart() {
      groups = new Map(JSON.parse(JSON.stringify([...groups])));
    },
  };
}

/** Notices in short: "12s ops firing a,b +3". */
export const inShort = (notices: readonly NewNotice[], startMs: number) =>
  notices.map(({ channel, reason, alerts, more, createdMs }) => {
    const names = alerts.map(({ id, state }) => (state === "normal" ? `${id} over` : id)).join(", ");
    const at = createdMs - startMs;
    const time = at % MINUTE_MS === 0 ? `${at / MINUTE_MS}m` : `${at / SECOND_MS}s`;
    return `${time} ${channel} ${reason}: ${names}${more > 0 ? ` +${more}` : ""}`;
  });
