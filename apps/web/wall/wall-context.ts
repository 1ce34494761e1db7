import { createContext, useContext } from "react";
import type { Wall } from "./wall-model.ts";

const WallContext = createContext<Wall | undefined>(undefined);

export const WallProvider = WallContext.Provider;

/** The wall that a component stands on. */
export function useWall(): Wall {
  const wall = useContext(WallContext);
  if (wall === undefined) throw new Error("no wall: render inside WallProvider");
  return wall;
}
