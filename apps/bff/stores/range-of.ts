import {
  limits,
  type PromError,
  type PromqlAsked,
  type PromqlStore,
  type RangeAnswer,
} from "@mission-control/contracts";
import { PromqlError, type PromqlErrorKind } from "@mission-control/promql";
import type { StepGrid } from "../evaluate/task.ts";

const KINDS: Partial<Record<PromError["errorType"], PromqlErrorKind>> = {
  bad_data: "bad_data",
  timeout: "timeout",
  canceled: "canceled",
};

/**
 * A range from a store that evaluates by itself.
 * @throws PromqlError as an evaluation here would; Refusal `store_away`.
 */
export async function rangeOf(
  store: PromqlStore,
  text: string,
  grid: StepGrid,
  asked: PromqlAsked = {},
): Promise<RangeAnswer> {
  const answer = await store.range(text, grid, { deadlineMs: limits.queryMs, ...asked });
  if (!("error" in answer)) return answer;
  throw new PromqlError(KINDS[answer.errorType] ?? "execution", answer.error);
}
