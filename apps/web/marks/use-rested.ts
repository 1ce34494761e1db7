import { useEffect, useState } from "react";
import { useServices } from "../services.ts";

/** A value once it has stayed the same for `restMs`; the first one at once. */
export function useRested<T>(value: T, restMs: number): T {
  const { clock } = useServices();
  const [rested, setRested] = useState(value);
  useEffect(() => clock.after(restMs, () => setRested(value)), [clock, value, restMs]);
  return rested;
}
