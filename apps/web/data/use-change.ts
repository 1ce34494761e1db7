import { useCallback } from "react";
import { ask } from "./ask.ts";
import type { Outcome } from "./outcome.ts";
import { useAskAgain } from "./use-alert-news.ts";

/** Changes something of alerts at the server, and asks again for all that is shown of them. */
export type Change = <T = unknown>(
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Outcome<T>>;

export function useChange(): Change {
  const again = useAskAgain();
  return useCallback(
    async <T>(
      method: string,
      path: string,
      body?: unknown,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<Outcome<T>> => {
      const outcome = await ask<T>(path, {
        method,
        ...(body === undefined
          ? { headers: { ...headers } }
          : { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) }),
      });
      // What was refused may have been changed by others meanwhile. Who changed it need not wait for the lists.
      void again();
      return outcome;
    },
    [again],
  );
}
