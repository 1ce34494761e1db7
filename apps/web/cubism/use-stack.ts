import type { Context } from "cubism-es";
import { createStack, type Stack } from "cubism-es/stack";
import { type RefObject, useLayoutEffect, useState } from "react";
import { useLaneWorker } from "./lane-worker.ts";

/**
 * The stack of a box for as long as the box `isThere`; undefined until it is made, which is before anything is painted.
 * The box is `position: relative` and `isolation: isolate`, and its rows have no background of their own.
 */
export function useStack(
  box: RefObject<HTMLElement | null>,
  context: Context,
  isThere = true,
): Stack | undefined {
  const [stack, setStack] = useState<Stack>();
  const worker = useLaneWorker();
  useLayoutEffect(() => {
    if (!isThere || box.current === null) return;
    const made = createStack({ context, box: box.current, worker });
    setStack(made);
    return () => {
      made.destroy();
      setStack(undefined);
    };
  }, [box, context, isThere, worker]);
  return stack;
}

/**
 * Has a stack look where its rows stand whenever the component that calls this rendered: rows that changed their order
 * leave the box as large as it was, of which the stack hears nothing.
 */
export function useStackRefresh(stack: Stack | undefined): void {
  useLayoutEffect(() => stack?.refresh());
}
