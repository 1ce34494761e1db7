import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systemClock } from "@mission-control/series";
import { pino } from "pino";
import { startMissionControl } from "./mission-control.ts";
import { loadSettings } from "./settings.ts";
import { version } from "./version.ts";

/** How long a stop may take before it is forced. */
const STOP_MS = 9_000;

async function main(): Promise<void> {
  const settings = loadSettings(process.env);
  const log = pino({ level: settings.logLevel }, pino.destination({ dest: 2, sync: true }));
  // The bundle lies in apps/bff/dist, the page beside it in apps/web/dist.
  const page = fileURLToPath(new URL("../../web/dist", import.meta.url));
  const worker = fileURLToPath(new URL("./worker.js", import.meta.url));
  const functionsWorker = fileURLToPath(new URL("./functions-worker.js", import.meta.url));
  const viewsWorker = fileURLToPath(new URL("./views-worker.js", import.meta.url));
  const probeWorker = fileURLToPath(new URL("./probe-worker.js", import.meta.url));
  const running = await startMissionControl({
    settings,
    clock: systemClock,
    log,
    page,
    worker,
    functionsWorker,
    viewsWorker,
    probeWorker,
  });

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log(`\n${signal}: writing what is left to disk and stopping (again to stop at once)`);
    systemClock.after(STOP_MS, () => {
      console.error("Stopping took too long and was forced; what was acknowledged is safe in the spool.");
      process.exit(1);
    });
    running.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // The word of service managers to read again what stands in files; a terminal that is closed says the same.
  process.on("SIGHUP", () => {
    if (process.stdin.isTTY && !hasTerminal()) stop("SIGHUP");
    else running.readAgain().catch((error: unknown) => log.error({ err: error }, "reading again failed"));
  });
  // Started by another program that holds a channel to us: when that is gone, nobody else will end us.
  process.on("disconnect", () => {
    if (!stopping) stop("SIGTERM");
  });

  const { addresses } = running;
  console.log(
    [
      `Mission Control ${version}`,
      `  wall     ${addresses.url}`,
      addresses.statsd === undefined ? "  StatsD   off" : `  StatsD   udp and tcp ${addresses.statsd}`,
      addresses.syslog === undefined ? "  syslog   off" : `  syslog   udp and tcp ${addresses.syslog}`,
      `  events   POST ${addresses.url}/api/events and /api/deploys`,
      `  data     ${addresses.dataDir}`,
      ...running.notices.map((notice) => `  note     ${notice}`),
      "Stop with Ctrl+C.",
    ].join("\n"),
  );
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
