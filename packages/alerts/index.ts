/**
 * Rules and what becomes of them, without I/O: a rule's condition, the machine that turns values into states, what it would
 * have done, and the stages between a state and a message.
 */
export { alertIdOf } from "./alert-id.ts";
export { type Condition, conditionOf } from "./condition.ts";
export { eventFits } from "./event-fits.ts";
export type { KnownDeploy } from "./firings.ts";
export {
  createJudge,
  type Judge,
  type Judged,
  type JudgedRule,
  type JudgeInput,
  type JudgeState,
} from "./judge.ts";
export type { PlayedPart } from "./play.ts";
export { createReplay } from "./replay.ts";
export { matcherOf, passesAll } from "./stages/alert-matchers.ts";
export { toldAs } from "./stages/board.ts";
export { type Plan, type PlanInput, planNotices } from "./stages/plan.ts";
export { fillTemplate, type TemplateValues, valueWords } from "./template.ts";
export { tune } from "./tune.ts";
