import { limits } from "@mission-control/contracts";
import type { AlertCommit, AlertTurn, KeptState } from "@mission-control/store";
import type { RuleTurn } from "./live-rule.ts";

type Kept = Pick<AlertCommit, "states" | "removed" | "changes">;

/** What has become of alerts and is not on disk yet; of changes as many as history keeps, where the disk takes none for long. */
export function createUnkept() {
  let states = new Map<string, KeptState>();
  let removed = new Set<string>();
  let changes: AlertTurn[] = [];

  return {
    add(rule: string, turn: RuleTurn): void {
      for (const state of turn.states) {
        states.set(state.id, { id: state.id, rule, state });
        removed.delete(state.id);
      }
      this.forget(turn.gone);
      for (const { judged, alert } of turn.changes)
        changes.push({ alert, from: judged.from, atMs: judged.atMs });
      if (changes.length > limits.alertChanges) changes = changes.slice(-limits.alertChanges);
    },
    /** States that are to be forgotten. */
    forget(ids: readonly string[]): void {
      for (const id of ids) {
        states.delete(id);
        removed.add(id);
      }
    },
    get isEmpty(): boolean {
      return states.size + removed.size + changes.length === 0;
    },
    /** All of it, which is nobody's then. */
    take(): Kept {
      const taken = { states: [...states.values()], removed: [...removed], changes };
      states = new Map();
      removed = new Set();
      changes = [];
      return taken;
    },
    /** What could not be kept waits again, but for what is newer by now. */
    giveBack(made: Kept): void {
      for (const id of made.removed) if (!states.has(id)) removed.add(id);
      for (const state of made.states)
        if (!states.has(state.id) && !removed.has(state.id)) states.set(state.id, state);
      changes = [...made.changes, ...changes].slice(-limits.alertChanges);
    },
  };
}
