import type { Context } from "cubism-es";
import { createStack, type Stack } from "cubism-es/stack";
import { type RefObject, useLayoutEffect, useState } from "react";
import { laneWorker, useIsWorkerLost } from "./lane-worker.ts";

/**
 * The stack of a box for as long as the box `isThere`, its lanes at the left or the right edge of their rows; undefined until it is made, which is before anything is painted.
 * The box is `position: relative` and `isolation: isolate`, and its rows have no background of their own.
 */
export function useStack(
  box: RefObject<HTMLElement | null>,
  context: Context,
  isThere = true,
  align?: "left" | "right",
): Stack | undefined {
  const [stack, setStack] = useState<Stack>();
  const isLost = useIsWorkerLost();
  useLayoutEffect(() => {
    if (!isThere || box.current === null) return;
    const worker = isLost ? undefined : laneWorker();
    const made = createStack({ context, box: box.current, worker, align });
    setStack(made);
    return () => {
      made.destroy();
      setStack(undefined);
    };
  }, [box, context, isThere, isLost, align]);
  return stack;
}

/**
 * Has a stack look where its rows stand whenever the component that calls this rendered, and when `part` of its box is of
 * another height: rows may change places in a box that stays as large as it was, of which the stack hears nothing.
 */
export function useStackRefresh(stack: Stack | undefined, part?: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => stack?.refresh());
  useLayoutEffect(() => {
    if (stack === undefined || part === undefined || part.current === null) return;
    const observer = new ResizeObserver(stack.refresh);
    observer.observe(part.current);
    return () => observer.disconnect();
  }, [stack, part]);
}
