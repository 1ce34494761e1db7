import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import type { Clock } from "@mission-control/series";
import { isReady, untilReady } from "./mission-control.ts";

const BEGIN_MS = 30_000;
const MAX_WORDS = 5_000;
const LOCAL = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** A Mission Control that is there: one that ran already, or one of the demo's own. */
export interface FoundMissionControl {
  readonly isOwn: boolean;
  /** Ends it where it is the demo's own. */
  stop(): Promise<void>;
}

/**
 * Finds Mission Control at `url`, or starts it there from `program`, its built `main.js`.
 * @throws Error in words, with what to do.
 */
export async function findMissionControl(options: {
  url: string;
  program: string;
  clock: Clock;
}): Promise<FoundMissionControl> {
  const { url, program, clock } = options;
  if (await isReady(url)) return { isOwn: false, stop: async () => {} };
  const { hostname, port } = new URL(url);
  if (!LOCAL.has(hostname)) {
    throw new Error(
      `Mission Control does not answer at ${url}. Start it there, or leave --url out to have one here.`,
    );
  }
  if (!existsSync(program)) {
    throw new Error(
      `Mission Control does not answer at ${url}, and is not built here. Run npm run build, or npm start.`,
    );
  }
  const child = fork(program, {
    // A group of its own, so that Ctrl+C reaches it through us and only once; it ends when the channel to us does.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, HOST: "127.0.0.1", PORT: port || "80" },
  });
  const words = lastWords(child);
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => {
      isGone = true;
      resolve();
    });
  });
  if (await untilReady({ url, clock, forMs: BEGIN_MS, isOver: () => isGone })) {
    return {
      isOwn: true,
      async stop() {
        child.kill("SIGTERM");
        await gone;
      },
    };
  }
  child.kill("SIGKILL");
  throw new Error(
    `Mission Control does not answer at ${url} and could not be started there:\n${words().trim()}`,
  );
}

/** What it printed last. */
function lastWords(child: ChildProcess): () => string {
  let words = "";
  const keep = (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(-MAX_WORDS);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => words;
}
