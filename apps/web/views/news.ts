/** What of a view's versions, the newest first, is new to whoever opened the given one. */
export function newsSince<T extends { readonly version: number }>(
  versions: readonly T[],
  opened: number,
): readonly T[] {
  // Fewer than were there: it was removed and made anew.
  const isAnew = versions.length > 0 && versions[0]!.version < opened;
  return isAnew ? versions : versions.filter(({ version }) => version > opened);
}
