import {
  type Deploy,
  type DeployKind,
  type DeployStatus,
  deployName,
  deployTitle,
} from "@mission-control/contracts";

/** How a deploy is to be seen: under way, as it should be, gone wrong, or the undoing of one that went wrong. */
export type DeployTone = "running" | "normal" | "bad" | "undo";

/** One deploy from its first mark to its last: what several posts say of one thing. */
export interface DeployStretch {
  /** That of its first mark. */
  readonly id: string;
  readonly timeMs: number;
  /** When it was over; undefined while it runs, and where only one mark tells of it. */
  readonly endMs: number | undefined;
  /** When it was undone. */
  readonly undoneMs: number | undefined;
  readonly status: DeployStatus;
  readonly tone: DeployTone;
  readonly kind: DeployKind;
  readonly service: string;
  readonly host: string;
  readonly version: string;
  readonly author: string;
  readonly environment: string;
  readonly title: string;
  readonly link: string;
}

/** What two marks of one deploy have in common. */
function keyOf({ kind, service, host, version, environment }: Deploy): string {
  return JSON.stringify([kind, service, host, version, environment]);
}

/**
 * Deploys out of their marks (oldest first), in the order they began: a start and the end of the same thing are one. Undoing
 * is a deploy of its own, at the moment when things got better, and what it undid is bad from then on.
 */
export function deployStretches(marks: readonly Deploy[]): DeployStretch[] {
  const stretches: DeployStretch[] = [];
  /** Where the last stretch of each thing stands in the list. */
  const lastOf = new Map<string, number>();
  for (const mark of marks) {
    const key = keyOf(mark);
    const at = lastOf.get(key);
    const last = at === undefined ? undefined : stretches[at];
    const isOpen = last?.tone === "running";
    if (at !== undefined && last !== undefined && isOpen && mark.status !== "started") {
      stretches[at] = ended(last, mark);
      if (mark.status !== "rolled_back") continue;
    } else if (at !== undefined && last !== undefined && mark.status === "rolled_back") {
      stretches[at] = { ...last, tone: "bad", undoneMs: mark.timeMs };
    }
    if (mark.status !== "rolled_back") lastOf.set(key, stretches.length);
    else lastOf.delete(key);
    stretches.push(begun(mark));
  }
  return stretches;
}

const tones: Record<DeployStatus, DeployTone> = {
  started: "running",
  finished: "normal",
  failed: "bad",
  rolled_back: "undo",
};

function begun(mark: Deploy): DeployStretch {
  return { ...mark, title: ownTitle(mark), endMs: undefined, undoneMs: undefined, tone: tones[mark.status] };
}

/** The title that its author gave it, "" where it says no more than its other fields. */
function ownTitle(mark: Deploy): string {
  return mark.title === deployTitle(mark) ? "" : mark.title;
}

function ended(stretch: DeployStretch, mark: Deploy): DeployStretch {
  const isUndone = mark.status === "rolled_back";
  return {
    ...stretch,
    endMs: mark.timeMs,
    undoneMs: isUndone ? mark.timeMs : undefined,
    status: mark.status,
    tone: isUndone ? "bad" : tones[mark.status],
    // What was not known at the start.
    author: stretch.author || mark.author,
    title: stretch.title || ownTitle(mark),
    link: stretch.link || mark.link,
  };
}

/** What a flag says: "api v412", of an undoing "rollback v412". */
export function flagText(stretch: DeployStretch): string {
  const name = deployName(stretch);
  return stretch.tone === "undo" ? `rollback ${stretch.version || name}` : name;
}

const gravity: readonly DeployTone[] = ["bad", "undo", "running", "normal"];

/** The tone that stands for several deploys: the one that most wants to be looked at. */
export function worstTone(stretches: readonly Pick<DeployStretch, "tone">[]): DeployTone {
  return gravity.find((tone) => stretches.some((stretch) => stretch.tone === tone)) ?? "normal";
}
