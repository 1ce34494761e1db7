import { z } from "zod";
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
