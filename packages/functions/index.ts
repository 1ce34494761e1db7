/**
 * Functions on a query's values: `rate(hits[1m]) |> smooth(5m) |> clip(0, 100)`. The calls after the query, the ready-made
 * functions, and the sandbox that runs their JavaScript (QuickJS), the same in a browser's worker and on the server.
 */
export { faultsOf } from "./check-function.ts";
export type { Argument, Column } from "./columns.ts";
export { FunctionFault, type FunctionFaultKind } from "./fault.ts";
export { type FunctionCall, type Piped, parsePiped } from "./parse-piped.ts";
export {
  type Grid,
  gridsOf,
  lookbackSteps,
  type PlannedCall,
  planCalls,
  signatureOf,
} from "./plan-calls.ts";
export { readyMade } from "./ready-made.ts";
export { type Frame, type ReadyCall, runCalls } from "./run-calls.ts";
export { type Code, createSandbox, type Given, type Sandbox } from "./sandbox.ts";
