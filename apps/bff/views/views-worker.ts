import { type ReadRuleFile, type RuleFileText, readRuleFile } from "../rule-files/read-rule-file.ts";
import { type ReadViews, readViews, type ViewText } from "./read-views.ts";

/** Reads one text of views on a thread of its own. */
export default function readViewsTask(task: ViewText): ReadViews {
  return readViews(task);
}

/** Reads one file of rules there. */
export function readRuleFileTask(task: RuleFileText): ReadRuleFile {
  return readRuleFile(task);
}
