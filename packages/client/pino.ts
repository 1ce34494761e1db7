import build from "pino-abstract-transport";
import { type ClientOptions, createClient } from "./client.ts";
import { eventOfLog } from "./log-event.ts";

/** Pino's options for this transport, without the parts that only exist within one process. */
type LogOptions = Omit<ClientOptions, "clock" | "statsd" | "via">;

/**
 * A pino transport: each line that is logged becomes an event of the type `log`. As a stream in this process,
 * `pino({ level: "warn" }, logTransport({ service }))`; or as a target in pino's own thread, from a bundle of this file,
 * whose default export is what pino looks for.
 */
export default function logTransport(options: LogOptions = {}) {
  const client = createClient(options);
  return build(
    async (lines) => {
      for await (const line of lines) client.event(eventOfLog(line as Record<string, unknown>));
    },
    { close: () => client.close() },
  );
}
