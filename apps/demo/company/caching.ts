/** For how many seconds caches may keep what is the same for everybody. */
export const keptSeconds = {
  /** The files that pages refer to. */
  assets: 60,
  /** The first page and the list: what changes in the shop is to be seen soon. */
  pages: 2,
} as const;
