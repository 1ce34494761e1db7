import { alertIdOf } from "@mission-control/alerts";
import { type Alert, eventIdAt, type Notice, type Rule, ruleSchema } from "@mission-control/contracts";
import { labelsOf } from "@mission-control/series";

/** No rule that somebody makes can have this slug. */
const SLUG = "-test";

/**
 * What a test is said to be about, so that its message has a real picture: how many samples this process takes in, which is
 * never too many.
 */
export const testRule: Rule = {
  ...ruleSchema.parse({
    slug: "test",
    name: "A test of Mission Control",
    when: {
      kind: "threshold",
      expr: "sum(rate(mission_control_samples_total[1m]))",
      unit: "per_second",
      level: Number.MAX_SAFE_INTEGER,
    },
  }),
  slug: SLUG,
};

/** A notice that tells of nothing, so that people see what a message looks like and whether it arrives. */
export function testNotice(channel: string, nowMs: number): Notice {
  const id = eventIdAt(nowMs);
  const alert: Alert = {
    id: alertIdOf(SLUG, labelsOf([])),
    rule: SLUG,
    ruleName: testRule.name,
    labels: { service: "mission-control" },
    state: "firing",
    sinceMs: nowMs,
    firingMs: nowMs,
    value: null,
    unit: "none",
    severity: "info",
    title: "This is a test, nothing is wrong",
    description: `Somebody tried out the channel "${channel}". Alerts will look like this one, with a picture of their own values; here it is how many samples come in.`,
    owner: "",
    runbook: "",
    link: "/alerts",
    error: null,
    acknowledged: null,
    quiet: [],
  };
  return {
    id,
    channel,
    group: `test ${id}`,
    reason: "test",
    alerts: [alert],
    more: 0,
    createdMs: nowMs,
    state: "waiting",
    nextMs: null,
    attempts: [],
    insteadOf: null,
  };
}
