import { join } from "node:path";
import { createClient } from "@mission-control/client";
import logTransport from "@mission-control/client/pino";
import type { Clock } from "@mission-control/series";
import { pino } from "pino";
import type { Faults } from "../company/instance.ts";
import { createRandom } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import { serveInstance } from "../server/serve.ts";
import type { Assignment } from "./messages.ts";

/** The one level by which others are divided. */
const CAPACITY = "app_pool_size";

/** What of an instance's process its orders reach. */
export interface RunningInstance {
  readonly port: number;
  fault(faults: Faults): void;
  /** Answers what it has, sends what it knows, ends. */
  end(): Promise<void>;
}

/**
 * Runs one instance in this process: its server, its client of Mission Control, its log.
 * @throws Error in words, where it cannot listen.
 */
export async function runInstance(assignment: Assignment, clock: Clock): Promise<RunningInstance> {
  const { spec, seed, url, statsd, spoolDir } = assignment;
  const { name, service, version } = spec;
  const tags = { instance: name, version };
  const about = { url, service, tags };
  const client = createClient({ ...about, statsd, spoolDir: join(spoolDir, "events"), clock });
  const transport = logTransport({ ...about, host: name, spoolDir: join(spoolDir, "log") });
  const log = pino({ level: "warn", base: null }, transport);
  process.on("warning", (warning) => log.warn({ err: warning }, warning.message));
  const stopProcInfo = client.procInfo();
  const levels = new Set(["process_resident_memory_bytes", "process_open_fds"]);

  // Events name the host; a label of metrics it would be beside `instance`, which says the same.
  const telemetry: Telemetry = {
    ...client,
    event: (event) => client.event({ host: name, ...event }),
    gauge(level, value, more) {
      levels.add(level);
      client.gauge(level, value, more);
    },
  };
  const served = await serveInstance({
    clock,
    random: createRandom(seed).fork(name),
    spec,
    telemetry,
    apiUrl: `http://127.0.0.1:${assignment.apiPort}`,
    databasePath: assignment.database,
    port: 0,
  });
  return {
    port: served.port,
    fault: served.fault,
    async end() {
      await served.stop();
      stopProcInfo();
      // A level stays until it is told again: without this, a version that is gone keeps its pool full for minutes.
      for (const level of levels) if (level !== CAPACITY) client.gauge(level, 0);
      await client.close();
      await new Promise<void>((done) => {
        transport.once("close", done);
        transport.end();
      });
    },
  };
}
