/**
 * Rules and what becomes of them, without I/O: a rule's condition, the machine that turns values into states, what it would
 * have done, and the stages between a state and a message.
 */
export type { Plan, PlanInput } from "./stages/plan.ts";
