import { useState } from "react";

/** Whether what is typed and chosen is other than it was at first. */
export function useTouched(draft: unknown): boolean {
  const now = JSON.stringify(draft);
  const [first] = useState(now);
  return now !== first;
}
