/** Runs at most `atOnce` tasks at a time, in the order they came. */
export function createTurns(atOnce: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  function done(): void {
    running--;
    waiting.shift()?.();
  }

  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await task();
    } finally {
      done();
    }
  };
}
