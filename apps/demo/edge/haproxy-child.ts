import { execFile, spawn } from "node:child_process";
import { once } from "node:events";

const MAX_WORDS = 20_000;

/**
 * Runs HAProxy and waits for it. A subshell waits for the end of this shell's input, which is the end of its parent
 * however it ends, and then ends HAProxy. Last it removes the folder. It says nothing itself: the parent may be gone.
 */
const GUARD = `
exec 3<&0
"$1" -db -f "$2/haproxy.cfg" </dev/null 3<&- &
haproxy=$!
exec 2>/dev/null
(read -r _ <&3; kill "$haproxy") &
guard=$!
exec 3<&-
wait "$haproxy"
status=$?
kill "$guard"
rm -rf "$2"
exit $status
`;

/** HAProxy, running; it ends when this process does, whatever ends this process. */
export interface HaproxyChild {
  /** What it has said so far of itself, its last 20,000 characters. */
  words(): string;
  readonly ended: Promise<void>;
  /** Resolves once it has ended. */
  end(): Promise<void>;
}

/** Starts HAProxy on `haproxy.cfg` in `folder`, which is removed at the end. */
export function startChild(program: string, folder: string): HaproxyChild {
  // A group of its own: Ctrl-C in a terminal is for the parent, which then ends its parts in its own order.
  const child = spawn("/bin/sh", ["-c", GUARD, "sh", program, folder], {
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-MAX_WORDS);
  });
  child.stdin.on("error", () => {});
  const ended = once(child, "exit").then(
    () => {},
    () => {},
  );
  return {
    words: () => words,
    ended,
    end() {
      child.stdin.end();
      return ended;
    },
  };
}

/** HAProxy's program, where version 2.6 or newer is installed; since then servers can be added as it runs. */
export async function findHaproxy(): Promise<string | undefined> {
  for (const program of ["haproxy", "/usr/sbin/haproxy"]) {
    const version = /version (\d+)\.(\d+)/.exec(await said(program, ["-v"]));
    if (version !== null && Number(version[1]) * 100 + Number(version[2]) >= 206) return program;
  }
  return undefined;
}

/** What a program says; nothing where it cannot be run. */
function said(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 5_000 }, (error, text) => resolve(error === null ? text : ""));
  });
}
