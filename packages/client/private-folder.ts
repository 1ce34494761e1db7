import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What only its user reads. */
export const privateFolderMode = 0o700;
export const privateFileMode = 0o600;

/** Whether this is a folder, no link to one, and this process's user made it. */
export function isOwnFolder(path: string): boolean {
  const stat = lstatSync(path);
  // Systems without user ids give each user a temporary folder.
  return stat.isDirectory() && (process.getuid === undefined || stat.uid === process.getuid());
}

/**
 * Where spools lie when nothing else is said: a folder for each user and service in the system's temporary one, which is
 * made here. Anybody may write there, so that what somebody else put in its place is refused.
 * @throws Error in words.
 */
export function defaultSpoolDir(service: string | undefined): string {
  const user = process.getuid === undefined ? "" : `-${process.getuid()}`;
  const ofUser = join(tmpdir(), `mission-control-client${user}`);
  const name = encodeURIComponent(service ?? "default").replaceAll(".", "%2E");
  const ofService = join(ofUser, name);
  for (const path of [ofUser, ofService]) makePrivate(path);
  return ofService;
}

function makePrivate(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: privateFolderMode });
    if (!isOwnFolder(path)) throw new Error("it is somebody else's");
    if ((lstatSync(path).mode & 0o077) !== 0) chmodSync(path, privateFolderMode);
  } catch (cause) {
    throw new Error(`the folder ${path} cannot be used: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
