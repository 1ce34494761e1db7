import { z } from "zod";
import { guarded } from "./guarded.ts";
import { limits } from "./limits.ts";
import { ruleSchema } from "./rule.ts";

/** What of a Prometheus rule file could not be carried over, in words: of which rule, "" where the file is meant. */
export const ruleImportNoteSchema = z.object({ rule: z.string(), message: z.string() });
export type RuleImportNote = z.infer<typeof ruleImportNoteSchema>;

/**
 * The answer of `POST /api/rules/import`: the rules that were kept, or with `?dry=1` those that would be, and what could not be
 * carried over. `taken` says that there is a rule of that name already.
 */
export const ruleImportSchema = z.object({
  rules: z.array(z.object({ rule: ruleSchema, group: z.string(), taken: z.boolean() })),
  notes: z.array(ruleImportNoteSchema),
});
export type RuleImport = z.infer<typeof ruleImportSchema>;

const slugs = guarded(limits.rules, z.array(z.string().max(limits.nameLength)).default([]));

/** The body of `POST /api/rules/import` as JSON: the file, and what would be too long for an address. */
export const ruleImportBodySchema = z.strictObject({
  text: z.string(),
  /** The rules that are left out, and those that may go over one of their name. */
  without: slugs,
  over: slugs,
});
