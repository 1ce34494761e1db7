import { createContext, useContext } from "react";
import type { Stage } from "./gallery-model.ts";

const StageContext = createContext<Stage | undefined>(undefined);

export const StageProvider = StageContext.Provider;

/** The stage that a component stands on. */
export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === undefined) throw new Error("no stage: render inside StageProvider");
  return stage;
}
