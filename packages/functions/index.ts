/**
 * Functions on a query's values: `rate(hits[1m]) |> smooth(5m) |> clip(0, 100)`. The calls after the query, the ready-made
 * functions, and the sandbox that runs their JavaScript (QuickJS), the same in a browser's worker and on the server.
 */
export { type FunctionCall, type Piped, parsePiped } from "./parse-piped.ts";
