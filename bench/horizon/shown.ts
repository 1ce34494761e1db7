/** Resolves once the browser has painted what the page has drawn: a frame has come, and the one after it. */
export async function shown(): Promise<void> {
  for (let i = 0; i < 2; i++) await new Promise((next) => requestAnimationFrame(next));
}
