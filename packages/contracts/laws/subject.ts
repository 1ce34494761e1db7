/** What a law book tests: a fresh, empty store, and how to be rid of it. */
export interface Made<Store> {
  readonly store: Store;
  dispose(): Promise<void>;
}

/** All samples and events of the law books lie in the hour from here: 2026-09-21T14:00:00Z. */
export const lawHourMs = 1_790_000_000_000 - (1_790_000_000_000 % 3_600_000);

/** Runs `check` on a fresh store, and is rid of it whatever happens. */
export async function withStore<Store>(
  make: () => Promise<Made<Store>>,
  check: (store: Store) => Promise<void>,
): Promise<void> {
  const made = await make();
  try {
    await check(made.store);
  } finally {
    await made.dispose();
  }
}
