import type {
  Acknowledgement,
  Alert,
  AlertGroup,
  Inhibition,
  MuteTime,
  NewNotice,
  Quiet,
  Rule,
  Silence,
} from "@mission-control/contracts";
import { createBoard } from "./board.ts";
import { createStages } from "./stages.ts";

/** What is known when it is planned who is told what. */
export interface PlanInput {
  readonly nowMs: number;
  /** How alerts stand. Those that are normal may be left out; what was told and is not here any more is over. */
  readonly alerts: readonly Alert[];
  /** The rules by slug. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The groups as they are kept. */
  readonly groups: readonly AlertGroup[];
  readonly silences: readonly Omit<Silence, "state">[];
  readonly muteTimes: readonly MuteTime[];
  readonly inhibitions: readonly Inhibition[];
  /** By the id of the alert. */
  readonly acknowledgements: ReadonlyMap<string, Acknowledgement>;
}

/** Who is told what now. Groups and notices belong in one transaction. */
export interface Plan {
  /** The groups that are new or not as they were; those that are in none of the two lists stay as they are. */
  readonly groups: readonly AlertGroup[];
  /** The keys of groups that are over. */
  readonly ended: readonly string[];
  readonly notices: readonly NewNotice[];
  /** Why nobody is told of an alert now, by its id; those of whom somebody is told in this plan have no entry. */
  readonly quiet: ReadonlyMap<string, readonly Quiet[]>;
  /** The alerts whose acknowledgement is over, as they are. */
  readonly released: readonly string[];
  /** When the next plan may be another where nothing changes until then; null where never. */
  readonly nextMs: number | null;
}

const stages = Object.values(createStages());

/** Plans who is told what at `nowMs`. Given the same, it plans the same; only the ids of notices are new each time. */
export function planNotices(input: PlanInput): Plan {
  const board = createBoard(input);
  for (const stage of stages) stage(board);
  const groups: AlertGroup[] = [];
  const ended: string[] = [];
  for (const { draft, members } of board.gatherings.values()) {
    const { group, isNew, isChanged } = draft;
    const isEmpty = members.every(({ as }) => as === "over") && isEmptyRecord(group.told);
    const restsUntilMs = group.toldMs === null ? input.nowMs : group.toldMs + group.intervalMs;
    if (isEmpty && input.nowMs >= restsUntilMs) {
      if (!isNew) ended.push(group.key);
      continue;
    }
    if (isEmpty) board.wake(restsUntilMs);
    if (isChanged) groups.push(group);
  }
  const { notices, quiet, released, nextMs } = board;
  return { groups, ended, notices, quiet, released, nextMs };
}

function isEmptyRecord(record: object): boolean {
  for (const _ in record) return false;
  return true;
}
