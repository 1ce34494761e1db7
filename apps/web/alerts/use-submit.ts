import { useState } from "react";
import type { Failure, Outcome } from "../data/outcome.ts";
import { type FormFaults, faultsAt } from "./faults-at.ts";

/** Sends a form once at a time; what was refused stands beside its fields until it is sent again. */
export function useSubmit(fields: readonly string[], onDone: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const faults: FormFaults =
    failure === undefined ? { at: new Map(), words: undefined } : faultsAt(failure, fields);
  return {
    isBusy,
    faults,
    /** Says what is wrong without asking the server. */
    refuse: (path: string, message: string) =>
      setFailure({ message, faults: [{ code: "custom", path, message }] }),
    submit: async (send: () => Promise<Outcome<unknown>>) => {
      if (isBusy) return;
      setBusy(true);
      const outcome = await send();
      setBusy(false);
      setFailure(outcome.ok ? undefined : outcome.failure);
      if (outcome.ok) onDone();
    },
  };
}
