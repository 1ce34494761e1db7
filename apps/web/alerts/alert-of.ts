import type { Alert } from "@mission-control/contracts";

/** An alert for laws: what is not said is plain. */
export const alertOf = (said: Partial<Alert> = {}): Alert => ({
  id: "a",
  rule: "errors",
  ruleName: "Errors",
  labels: {},
  state: "firing",
  sinceMs: 1,
  firingMs: null,
  value: 1,
  unit: "none",
  severity: "error",
  title: "Errors",
  description: "",
  owner: "",
  runbook: "",
  link: "",
  error: null,
  acknowledged: null,
  quiet: [],
  ...said,
});
