import { useEffect, useMemo } from "react";
import { useServices } from "../data/services.ts";
import { useConnection } from "../data/use-connection.ts";
import { useStatus } from "../data/use-status.ts";
import { createWall, type Wall } from "./wall-model.ts";

/** A wall of its own for a page, which moves while the page is there; undefined until the server has told its step. */
export function useOwnWall(): Wall | undefined {
  const services = useServices();
  const status = useStatus();
  const connection = useConnection();
  const baseStepMs = connection.state === "open" ? connection.baseStepMs : status.data?.baseStepMs;
  const wall = useMemo(
    () => (baseStepMs === undefined ? undefined : createWall(services, baseStepMs)),
    [services, baseStepMs],
  );
  useEffect(() => wall?.start(), [wall]);
  return wall;
}
