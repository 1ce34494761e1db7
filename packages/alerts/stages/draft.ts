import type { AlertGroup, ToldAlert } from "@mission-control/contracts";

/** A group on its way through the stages. What is kept of it is copied at the first change. */
export interface Draft {
  readonly group: AlertGroup;
  readonly isNew: boolean;
  readonly isChanged: boolean;
  set(change: Partial<Omit<AlertGroup, "told" | "channels">>): void;
  setTold(id: string, told: ToldAlert): void;
  forget(id: string): void;
  setChannel(channel: string, atMs: number): void;
}

/** A draft of a group that is kept, or of a new one. */
export function createDraft(from: AlertGroup, isNew: boolean): Draft {
  let group = from;
  let isCopied = false;
  function own(): AlertGroup {
    if (!isCopied) group = { ...group, channels: { ...group.channels }, told: { ...group.told } };
    isCopied = true;
    return group;
  }
  return {
    get group() {
      return group;
    },
    isNew,
    get isChanged() {
      return isCopied || isNew;
    },
    set: (change) => void Object.assign(own(), change),
    setTold(id, told) {
      own().told[id] = told;
    },
    forget(id) {
      delete own().told[id];
    },
    setChannel(channel, atMs) {
      own().channels[channel] = atMs;
    },
  };
}

/** What a record has under a name that comes from outside, such as "constructor". */
export function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
