import { z } from "zod";
import { rejectSchema } from "./reject.ts";

/** The stable codes of refusals. Clients branch on these, never on the words. */
export const problemCodes = {
  invalid_body: 400,
  invalid_query: 400,
  forbidden_origin: 403,
  not_shared: 403,
  unknown_host: 421,
  not_found: 404,
  method_not_allowed: 405,
  built_in: 409,
  name_taken: 409,
  not_ready: 409,
  changed_meanwhile: 412,
  too_large: 413,
  unsupported_media: 415,
  too_costly: 422,
  not_evaluated: 422,
  too_many_requests: 429,
  internal: 500,
  not_supported: 501,
  spool_full: 503,
  disk_full: 503,
  store_away: 503,
  too_many_watchers: 503,
  overloaded: 503,
} as const;
export type ProblemCode = keyof typeof problemCodes;
export const problemCodeSchema = z.enum(Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]]);

/** An RFC 9457 problem document. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  /** Of a batch: what was refused, item by item, and how many items were kept all the same. */
  errors: z.array(rejectSchema).optional(),
  accepted: z.number().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** A refusal on its way to the edge, where it becomes a problem document. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ProblemCode;
  readonly errors: Problem["errors"];
  constructor(
    code: ProblemCode,
    detail: string,
    options: { errors?: Problem["errors"]; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
  }
}
