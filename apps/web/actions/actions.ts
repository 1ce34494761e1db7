import { useEffect, useRef } from "react";
import { type ActionId, type KnownAction, knownActions } from "./known-actions.ts";
import { type Keys, useKeys } from "./use-keys.ts";

/** What of the known can be done now, and how; undefined is not possible now. */
export type Runs = { readonly [Id in ActionId]?: ((event?: KeyboardEvent) => void) | undefined };

/** Something that can be done now. */
export interface Action extends KnownAction {
  readonly id: ActionId;
  readonly run: () => void;
}

const offered = new Set<{ readonly current: Runs }>();

/** Offers what can be done here, by its keys and in the palette, while the component is there. */
export function useActions(runs: Runs): void {
  const current = useRef(runs);
  useEffect(() => {
    current.current = runs;
  });
  useEffect(() => {
    offered.add(current);
    return () => void offered.delete(current);
  }, []);
  useKeys(keysOf(runs));
}

function keysOf(runs: Runs): Keys {
  const keys: Record<string, (event: KeyboardEvent) => void> = {};
  for (const [id, run] of Object.entries(runs) as [ActionId, Runs[ActionId]][]) {
    const known = knownActions.get(id);
    if (run === undefined || known?.keysHeard === true) continue;
    // Two may offer the same: the key does what the palette does.
    for (const key of known?.keys ?? []) keys[key] = (event) => (lastOffered(id) ?? run)(event);
  }
  return keys;
}

/** Does something that is offered now; what was offered last counts. */
export function runAction(id: ActionId): void {
  lastOffered(id)?.();
}

const lastOffered = (id: ActionId): Runs[ActionId] =>
  [...offered].findLast(({ current }) => current[id] !== undefined)?.current[id];

/** All that can be done now, in the order in which it is known. */
export function actionsNow(): readonly Action[] {
  const possible = new Set([...offered].flatMap(({ current }) => namesOf(current)));
  return [...knownActions]
    .filter(([id, { keysOnly }]) => possible.has(id) && keysOnly !== true)
    .map(([id, known]) => ({ ...known, id, run: () => runAction(id) }));
}

function namesOf(runs: Runs): ActionId[] {
  return (Object.keys(runs) as ActionId[]).filter((id) => runs[id] !== undefined);
}
