import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

/** Goes to the wall with these expressions as lanes of it, as the search adds them. */
export function useAddToWall(): (exprs: readonly string[]) => void {
  const navigate = useNavigate();
  return useCallback((exprs) => void navigate({ to: "/", search: { lane: [...exprs] } }), [navigate]);
}
