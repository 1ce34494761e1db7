import { z } from "zod";
import { limits } from "./limits.ts";

/** Input that was refused: what kind of fault, where in the input, and in words what to mend. */
export const rejectSchema = z.object({ code: z.string(), path: z.string(), message: z.string() });
export type Reject = z.infer<typeof rejectSchema>;

/** Faults on their way into one answer, which stays small however many there are and however long their texts. */
export interface RejectList {
  add(reject: Reject): void;
  /** Adds the faults of a value that zod refused, each with its path below `at`. */
  addFaults(error: z.ZodError, at?: string): void;
  /** The first `limits.rejectsPerAnswer`, their texts cut, then one with the code `more` where there were others. */
  list(): Reject[];
}

/** An empty list of faults. */
export function createRejectList(): RejectList {
  const told: Reject[] = [];
  let untold = 0;
  const add = ({ code, path, message }: Reject) => {
    if (told.length < limits.rejectsPerAnswer) told.push({ code, path: cut(path), message: cut(message) });
    else untold++;
  };
  return {
    add,
    addFaults(error, at = "") {
      const room = limits.rejectsPerAnswer - told.length;
      for (const issue of error.issues.slice(0, room)) add(rejectOf(issue, at));
      untold += Math.max(0, error.issues.length - room);
    },
    list: () => (untold === 0 ? [...told] : [...told, moreOf(untold)]),
  };
}

/** The faults of a value that zod refused, each with its path below `at`; as many as one answer holds. */
export function rejectsOf(error: z.ZodError, at = ""): Reject[] {
  const rejects = createRejectList();
  rejects.addFaults(error, at);
  return rejects.list();
}

function rejectOf(issue: z.core.$ZodIssue, at: string): Reject {
  const path = [at, ...issue.path.map(String)].filter((part) => part !== "").join(".");
  return { code: issue.code, path, message: issue.message };
}

const moreOf = (count: number): Reject => ({ code: "more", path: "", message: `and ${count} more` });

function cut(text: string): string {
  const most = limits.rejectTextLength;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
