/** What an instance has of what can run out; scenarios choose their leaks by it. */
export const capacity = {
  /** Database connections in the pool of an api instance. */
  connections: 8,
  /** Files that a process may have open. */
  openFiles: 256,
} as const;
