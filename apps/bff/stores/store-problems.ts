import type { Status, StoreStatus } from "@mission-control/contracts";
import type { Forwards } from "@mission-control/store";
import type { Stores } from "./stores.ts";

/** How long it is told that samples were refused or lost, ms; the counts stay in the status. */
const TOLD_MS = 10 * 60_000;

const KIND_NAMES: Record<NonNullable<StoreStatus["kind"]>, string> = {
  prometheus: "Prometheus",
  victoriametrics: "VictoriaMetrics",
  mimir: "Mimir",
  thanos: "Thanos",
};

/** How each store beside the built-in one is. Nothing of their credentials is in it. */
export function storeStatuses(stores: Stores, forwards: Pick<Forwards, "status">): StoreStatus[] {
  const written = forwards.status();
  return stores.list().map(({ store, settings }) => {
    const { name, write } = settings;
    const given = written.get(name);
    const away = store.away() ?? null;
    return {
      name,
      kind: store.kind() ?? null,
      address: store.address,
      default: name === stores.defaultName,
      write,
      away,
      written:
        given === undefined
          ? null
          : {
              samples: given.sent,
              refused: given.refused.samples,
              lost: given.lost.samples,
              behindMs: given.behindMs,
              fault: given.fault ?? null,
            },
    };
  });
}

/** What is wrong with them, in words, with what to do. */
export function storeProblems(
  stores: Stores,
  forwards: Pick<Forwards, "status">,
  nowMs: number,
): Status["problems"] {
  const problems: Status["problems"] = [];
  const written = forwards.status();
  for (const { name, kind, address, away } of storeStatuses(stores, forwards)) {
    const who = `${kind === null ? "The store" : KIND_NAMES[kind]} ${name} at ${address}`;
    const given = written.get(name);
    if (away !== null) {
      const message = `${who} is away since ${clockTime(away.sinceMs)} (${away.reason}). A lane that was drawn before keeps what it shows; one that is drawn anew has nothing until the store answers again.`;
      problems.push({ code: "store_away", message });
    } else if (given?.fault !== undefined) {
      const { sinceMs, reason } = given.fault;
      const message = `${who} takes no writes since ${clockTime(sinceMs)} (${reason}). What comes in waits in the spool; where it is not to be written there, set "write: false".`;
      problems.push({ code: "store_behind", message });
    }
    if (given !== undefined && nowMs - given.lost.atMs < TOLD_MS) {
      const message = `${given.lost.samples} samples were never written to ${who}: it was away for longer than the spool can hold. They are in the built-in store.`;
      problems.push({ code: "store_lost", message });
    }
    if (given !== undefined && nowMs - given.refused.atMs < TOLD_MS) {
      const message = `${who} refused ${given.refused.samples} samples (${given.refused.reason}). They are in the built-in store.`;
      problems.push({ code: "store_refused", message });
    }
  }
  return problems;
}

const clockTime = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(11, 16)} UTC`;
