/**
 * Lets jobs run at once while their weights come to `most` at most; others wait in the order they came. What is heavier than
 * all that runs alone.
 */
export function createShares(most: number) {
  const waiting: { weight: number; enter: () => void }[] = [];
  let taken = 0;

  function letIn(): void {
    for (let next = waiting[0]; next !== undefined && taken + next.weight <= most; next = waiting[0]) {
      waiting.shift();
      taken += next.weight;
      next.enter();
    }
  }

  return async function pass<T>(weight: number, job: () => Promise<T>): Promise<T> {
    const bounded = Math.min(most, Math.max(1, weight));
    await new Promise<void>((enter) => {
      waiting.push({ weight: bounded, enter });
      letIn();
    });
    try {
      return await job();
    } finally {
      taken -= bounded;
      letIn();
    }
  };
}
