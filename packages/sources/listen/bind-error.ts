/** A listener's failure to bind, in words: what could not listen where, why, and what to do. */
export function bindError(what: string, address: string, setting: string, cause: unknown): Error {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
  return new Error(`${what} cannot listen on ${address}: ${reasonOf(code, setting, cause)}`, { cause });
}

function reasonOf(code: string, setting: string, cause: unknown): string {
  switch (code) {
    case "EADDRINUSE":
      return `another program uses that port. Stop it, or choose a free port with ${setting}.`;
    case "EACCES":
      return `this user may not use that port. Choose one above 1023 with ${setting}.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return "this machine has no such address. Choose one that it has.";
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
