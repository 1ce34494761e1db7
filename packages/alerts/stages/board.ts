import type {
  Acknowledgement,
  Alert,
  NewNotice,
  Quiet,
  Rule,
  Severity,
  ToldAlert,
  ToldState,
} from "@mission-control/contracts";
import type { Draft } from "./draft.ts";
import type { PlanInput } from "./plan.ts";

/** An alert of a group: one that people are to know of, or one that they know of and that is over. */
export interface Member {
  readonly alert: Alert;
  /** Undefined where an alert that is over has no rule any more. */
  readonly rule: Rule | undefined;
  readonly as: ToldState | "over";
  /** What was told of it before; changed by `noteTold` alone. */
  told: ToldAlert | undefined;
  /** Whether it is inhibited, silenced or muted. */
  isHushed: boolean;
  acknowledged: Acknowledgement | undefined;
  /** Whether somebody is told of it in this plan. */
  isToldNow: boolean;
}

/** A group with its alerts, when it may be told of, and what each channel is to be told of it. */
export interface Gathering {
  readonly draft: Draft;
  readonly members: Member[];
  opensMs: number;
  readonly out: Map<string, Outgoing>;
}

/** What a channel is to be told of a group. */
export interface Outgoing {
  readonly fresh: Set<Member>;
  readonly escalated: Set<Member>;
  readonly repeated: Set<Member>;
  readonly over: Set<Member>;
}

/** What the stages work on, one after the other. */
export interface Board {
  readonly input: PlanInput;
  readonly nowMs: number;
  readonly gatherings: Map<string, Gathering>;
  readonly quiet: Map<string, Quiet[]>;
  readonly released: string[];
  readonly notices: NewNotice[];
  /** Says that a plan at this time may be another. */
  wake(atMs: number): void;
  readonly nextMs: number | null;
}

/** A part of the way from an alert to a message. */
export type Stage = (board: Board) => void;

export function createBoard(input: PlanInput): Board {
  const { nowMs } = input;
  let nextMs: number | null = null;
  return {
    input,
    nowMs,
    gatherings: new Map(),
    quiet: new Map(),
    released: [],
    notices: [],
    wake(atMs) {
      if (nextMs === null || atMs < nextMs) nextMs = atMs;
    },
    get nextMs() {
      return nextMs;
    },
  };
}

/** Says why nobody is told of an alert. */
export function sayQuiet(board: Board, { id }: { readonly id: string }, quiet: Quiet): void {
  const said = board.quiet.get(id);
  if (said === undefined) board.quiet.set(id, [quiet]);
  else said.push(quiet);
}

/** Has a channel told of an alert of a group. */
export function send(gathering: Gathering, channel: string, as: keyof Outgoing, member: Member): void {
  outgoing(gathering, channel)[as].add(member);
  member.isToldNow = true;
}

/** Notes in the group what was told of an alert. */
export function noteTold({ draft }: Gathering, member: Member, told: ToldAlert): void {
  member.told = told;
  draft.setTold(member.alert.id, told);
}

function outgoing(gathering: Gathering, channel: string): Outgoing {
  let found = gathering.out.get(channel);
  if (found === undefined) {
    found = { fresh: new Set(), escalated: new Set(), repeated: new Set(), over: new Set() };
    gathering.out.set(channel, found);
  }
  return found;
}

export function* allMembers(board: Board): Generator<Member> {
  for (const { members } of board.gatherings.values()) yield* members;
}

/** What an alert is told as, undefined where it is nothing to be told. */
export function toldAs({ state }: Pick<Alert, "state">): ToldState | undefined {
  if (state === "firing" || state === "recovering") return "firing";
  return state === "no-data" || state === "error" ? state : undefined;
}

const GRAVITY: Readonly<Record<Severity, number>> = { critical: 0, error: 1, warning: 2, info: 3 };

/** The gravest first, then what lasts longest; the id keeps the order the same. */
export function byGravity(a: Alert, b: Alert): number {
  const lasting = (alert: Alert) => alert.firingMs ?? alert.sinceMs;
  return (
    GRAVITY[a.severity] - GRAVITY[b.severity] ||
    lasting(a) - lasting(b) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
