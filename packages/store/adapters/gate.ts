/** Lets at most `width` jobs run at once; others wait in the order they came. A gate of width 1 is a queue. */
export function createGate(width: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function pass<T>(job: () => Promise<T>): Promise<T> {
    if (running < width) running++;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
