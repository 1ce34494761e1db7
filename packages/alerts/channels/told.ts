/** Messages whose first receivers are remembered, the oldest forgotten first. */
const MOST_MESSAGES = 1_000;

/** Who took a message already, while others have yet to. */
export interface Told {
  /** Those of `all` who have yet to be told of a message. */
  left(message: string, all: readonly string[]): string[];
  add(message: string, who: string): void;
}

/** Remembers who took which message. It is lost with the process: then some get the same message, with its id, again. */
export function createTold(): Told {
  const byMessage = new Map<string, Set<string>>();
  return {
    left: (message, all) => all.filter((one) => byMessage.get(message)?.has(one) !== true),
    add(message, who) {
      const told = byMessage.get(message) ?? new Set();
      byMessage.set(message, told.add(who));
      if (byMessage.size <= MOST_MESSAGES) return;
      const [oldest] = byMessage.keys();
      if (oldest !== undefined) byMessage.delete(oldest);
    },
  };
}
