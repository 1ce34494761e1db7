import { createSocket } from "node:dgram";
import type { Clock } from "@mission-control/series";
import { accessLine } from "./access-line.ts";
import type { AccessRecord } from "./access-record.ts";
import type { Notice } from "./notices.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const two = (value: number) => String(value).padStart(2, "0");

/** What HAProxy logs as: local0. */
const FACILITY = 16;
const INFO = 6;
/** HAProxy's own bound on a line; what is over is cut off. */
const MAX_LINE_BYTES = 1_024;
/** Lines that the kernel has not taken yet. */
const MAX_PENDING = 1_000;

export interface Syslog {
  access(record: AccessRecord): void;
  notice(notice: Notice): void;
  /** Lines handed to the kernel, and lines that were not because it was behind or refused, or this is closed. */
  counts(): { readonly sent: number; readonly dropped: number };
  close(): void;
}

/** Sends lines to a syslog server by UDP (RFC 3164, in local time), as HAProxy sends its own. */
export function createSyslog({
  clock,
  host,
  port,
  program = "haproxy",
}: {
  clock: Clock;
  host: string;
  port: number;
  program?: string;
}): Syslog {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  let pending = 0;
  let sent = 0;
  let dropped = 0;
  let closed = false;
  // A socket with nobody at its other end says so later, of an earlier line; the callback of send counts it.
  socket.on("error", () => {});
  socket.unref();

  function send(severity: number, text: string): void {
    if (closed || pending >= MAX_PENDING) {
      dropped++;
      return;
    }
    const head = `<${FACILITY * 8 + severity}>${stamp(clock.now())} ${program}[${process.pid}]: `;
    const line = Buffer.from(`${head}${text}`).subarray(0, MAX_LINE_BYTES - 1);
    pending++;
    socket.send([line, "\n"], port, host, (error) => {
      pending--;
      if (error === null) sent++;
      else dropped++;
    });
  }

  return {
    access: (record) => send(INFO, accessLine(record)),
    notice: ({ severity, text }) => send(severity, text),
    counts: () => ({ sent, dropped }),
    close() {
      if (!closed) socket.close();
      closed = true;
    },
  };
}

/** `Nov  1 07:46:16`, as RFC 3164 has it. */
function stamp(timeMs: number): string {
  const at = new Date(timeMs);
  const day = String(at.getDate()).padStart(2, " ");
  return `${MONTHS[at.getMonth()]} ${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
