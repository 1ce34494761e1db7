import { systemClock } from "@mission-control/series";
import { type Assignment, type News, orderSchema } from "./messages.ts";
import { type RunningInstance, runInstance } from "./run-instance.ts";

/** So long what is said last may take. */
const END_MS = 2_500;

/** An instance's process: it does what the company's process orders, and ends when that is gone. */
let instance: Promise<RunningInstance> | undefined;

const tell = (news: News) => process.send?.(news);

function begin(assignment: Assignment): void {
  process.title = `demo ${assignment.spec.name}`;
  instance = runInstance(assignment, systemClock);
  instance.then(
    ({ port }) => tell({ news: "listening", port }),
    (error: unknown) => {
      tell({ news: "failed", reason: error instanceof Error ? error.message : String(error) });
      process.disconnect?.();
    },
  );
}

async function end(): Promise<void> {
  systemClock.after(END_MS, () => process.exit(1));
  await (await instance)?.end();
  process.exit(0);
}

process.on("message", (message) => {
  const { data } = orderSchema.safeParse(message);
  if (data === undefined) return;
  if (data.order === "begin") begin(data.assignment);
  else if (data.order === "end") end().catch(() => process.exit(1));
  else void instance?.then((running) => running.fault(data.faults));
});
// Ctrl+C reaches the whole group of processes; the company decides who ends when.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => void end().catch(() => process.exit(1)));
process.on("disconnect", () => process.exit(0));
