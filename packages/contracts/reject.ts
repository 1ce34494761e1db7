import { z } from "zod";

/** Input that was refused: what kind of fault, where in the input, and in words what to mend. */
export const rejectSchema = z.object({ code: z.string(), path: z.string(), message: z.string() });
export type Reject = z.infer<typeof rejectSchema>;

/** The faults of a value that zod refused, each with its path below `at`. */
export function rejectsOf(error: z.ZodError, at = ""): Reject[] {
  return error.issues.map((issue) => ({
    code: issue.code,
    path: [at, ...issue.path.map(String)].filter((part) => part !== "").join("."),
    message: issue.message,
  }));
}
