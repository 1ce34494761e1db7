import { deployOfEvent, deployTitle, type Event } from "@mission-control/contracts";
import { isOver } from "./alert-status.ts";

/** How an event is to be seen: what went wrong or well, what wants a look, what was done, or no more than told. */
export type EventTone = "bad" | "good" | "warn" | "done" | "told";

/** What an event is in plain words, and by which icon. */
export interface EventFace {
  /** The name of its icon, see EventIcon. */
  readonly icon: string;
  readonly tone: EventTone;
  readonly title: string;
  /** The kind of event, and what there is to say of it besides; each once. */
  readonly notes: readonly string[];
}

/** Faults that have a name of their own: their words, and their icons. */
const faults = new Map<string, { words: string; icon: string }>([
  ["connection_pool_exhausted", { words: "connection pool exhausted", icon: "pool" }],
  ["too_many_open_files", { words: "too many open files", icon: "files" }],
  ["certificate_expiry", { words: "certificate expired", icon: "certificate" }],
  ["out_of_memory", { words: "out of memory", icon: "error" }],
  ["disk_full", { words: "disk full", icon: "disk" }],
  ["connection_refused", { words: "connection refused", icon: "error" }],
  ["timeout", { words: "timeout", icon: "error" }],
]);

const words = (name: string) => name.replaceAll("_", " ");

/** See EventFace. */
export function faceOf(event: Event): EventFace {
  const title = event.title === "" ? words(event.type) : event.title;
  const fault = faults.get(event.subType);
  if (event.type === "deploy") return deployFace(event);
  if (fault !== undefined) {
    return { icon: fault.icon, tone: toneOf(event), title: sentence(fault.words), notes: [title] };
  }
  const { icon, kind, tone = toneOf(event) } = kindOf(event);
  return { icon, tone, title, notes: [kind] };
}

function deployFace(event: Event): EventFace {
  const deploy = deployOfEvent(event)!;
  const { status, kind, author, title } = deploy;
  const isUndone = status === "rolled_back";
  const tones = { started: "told", finished: "done", failed: "bad", rolled_back: "good" } as const;
  const said = deployTitle(deploy);
  return {
    icon: isUndone ? "undo" : kind,
    tone: tones[status],
    title: said,
    notes: [author === "" ? "deploy" : `by ${author}`, ...(title === "" || title === said ? [] : [title])],
  };
}

function kindOf(event: Event): { icon: string; kind: string; tone?: EventTone } {
  const { type, subType, severity, attributes } = event;
  const state = String(attributes.status ?? "");
  switch (type) {
    case "health":
      if (state === "up") return { icon: "up", kind: "server up", tone: "good" };
      if (state === "maintenance")
        return { icon: "maintenance", kind: "server in maintenance", tone: "told" };
      if (state === "draining") return { icon: "maintenance", kind: "server draining", tone: "told" };
      return { icon: "down", kind: "server down", tone: "bad" };
    case "probe":
      return { icon: "probe", kind: "probe", ...(severity === "info" && { tone: "good" }) };
    case "certificate":
      return { icon: "certificate", kind: "certificate" };
    case "mention":
      return attributes.kind === "flurry"
        ? { icon: "flurry", kind: "flurry of mentions" }
        : { icon: "mention", kind: "mention" };
    case "alert":
      return isOver(event)
        ? { icon: "alert", kind: "alert resolved", tone: "good" }
        : { icon: "alert", kind: state === "firing" ? "alert firing" : "alert" };
    case "error":
    case "exception":
      return { icon: "error", kind: subType === "" ? type : words(subType) };
    case "log":
      return { icon: "log", kind: "log" };
    default:
      return { icon: iconOf(event), kind: subType === "" ? words(type) : words(subType) };
  }
}

function iconOf({ type, severity }: Event): string {
  if (severity === "error" || severity === "critical") return "error";
  if (/page/.test(type)) return "log";
  return severity === "warning" ? "warning" : "note";
}

function toneOf({ severity }: Event): EventTone {
  if (severity === "info") return "told";
  return severity === "warning" ? "warn" : "bad";
}

const sentence = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
