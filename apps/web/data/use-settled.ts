import { useEffect, useState } from "react";
import { useServices } from "./services.ts";

/** A value once it has stayed the same for `ms`; the first one at once. */
export function useSettled<T>(value: T, ms: number): T {
  const { clock } = useServices();
  const [settled, settle] = useState(value);
  useEffect(() => clock.after(ms, () => settle(() => value)), [clock, value, ms]);
  return settled;
}
