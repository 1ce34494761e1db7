import { z } from "zod";

/** The colour ramps a lane can be drawn in; warm is for what is bad when it grows. */
export const rampSchema = z.enum(["blue", "teal", "violet", "warm"]);
export type Ramp = z.infer<typeof rampSchema>;

/** Units as Prometheus names base units, and the few that people say instead of them. */
export const unitSchema = z.enum([
  "none",
  "count",
  "ratio",
  "seconds",
  "bytes",
  "bytes_per_second",
  "per_second",
  "celsius",
  "hertz",
]);
export type Unit = z.infer<typeof unitSchema>;
