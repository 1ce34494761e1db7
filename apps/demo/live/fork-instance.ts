import { type ChildProcess, fork } from "node:child_process";
import type { Clock } from "@mission-control/series";
import type { Faults } from "../company/instance.ts";
import { type Assignment, newsSchema, type Order } from "./messages.ts";

/** So long a process may take until it listens, and to end when it is asked to. */
const BEGIN_MS = 20_000;
const END_MS = 3_000;

/** An instance that runs as a process of its own. */
export interface InstanceProcess {
  readonly pid: number;
  readonly port: number;
  fault(faults: Faults): void;
  /** Lets it finish and waits until it is gone; one that does not go is killed. */
  end(): Promise<void>;
  /** Ends it at once, in the middle of what it does. */
  kill(): void;
  /** Resolves when the process is gone, however that came. */
  readonly gone: Promise<void>;
}

/**
 * Starts an instance from `program`, the built `instance.js`; resolves once it listens.
 * @throws Error in words, where it does not come to listen.
 */
export async function forkInstance(options: {
  program: string;
  assignment: Assignment;
  clock: Clock;
  /** How many times faster the company's time goes: what leaks in a minute leaks in so much less. */
  speed: number;
}): Promise<InstanceProcess> {
  const { program, clock, speed } = options;
  const { spec } = options.assignment;
  const assignment = { ...options.assignment, spec: { ...spec, faults: inRealTime(spec.faults, speed) } };
  const child = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: [] });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const order = (message: Order) => {
    if (child.connected) child.send(message, () => {});
  };
  try {
    order({ order: "begin", assignment });
    const port = await portOf(child, clock);
    return {
      pid: child.pid!,
      port,
      gone,
      fault: (faults) => order({ order: "fault", faults: inRealTime(faults, speed) }),
      kill: () => void child.kill("SIGKILL"),
      async end() {
        order({ order: "end" });
        const force = clock.after(END_MS, () => child.kill("SIGKILL"));
        await gone;
        force();
      },
    };
  } catch (cause) {
    child.kill("SIGKILL");
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${spec.name} did not start: ${reason}`, { cause });
  }
}

const inRealTime = (faults: Faults, speed: number): Faults => ({
  ...faults,
  leaksPerMinute: faults.leaksPerMinute * speed,
  filesPerMinute: faults.filesPerMinute * speed,
});

function portOf(child: ChildProcess, clock: Clock): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = clock.after(BEGIN_MS, () => reject(new Error(`it said nothing for ${BEGIN_MS / 1_000} s`)));
    child.once("message", (message) => {
      late();
      const news = newsSchema.safeParse(message);
      if (!news.success) reject(new Error("it said what nobody understands"));
      else if (news.data.news === "failed") reject(new Error(news.data.reason));
      else resolve(news.data.port);
    });
    child.once("exit", (code, signal) => {
      late();
      reject(new Error(`its process ended (${signal ?? code})`));
    });
    child.once("error", (error) => {
      late();
      reject(error);
    });
  });
}
