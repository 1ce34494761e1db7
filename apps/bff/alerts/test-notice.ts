import { type Alert, eventIdAt, type Notice } from "@mission-control/contracts";

/** A notice that tells of nothing, so that people see what a message looks like and whether it arrives. */
export function testNotice(channel: string, nowMs: number): Notice {
  const id = eventIdAt(nowMs);
  const alert: Alert = {
    id: `test-${id}`,
    rule: "test",
    ruleName: "A test of Mission Control",
    labels: { service: "mission-control" },
    state: "firing",
    sinceMs: nowMs,
    firingMs: nowMs,
    value: null,
    unit: "none",
    severity: "info",
    title: "This is a test, nothing is wrong",
    description: `Somebody tried out the channel "${channel}". Alerts will look like this one.`,
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
