import type { Clock } from "@mission-control/series";
import { listenTcp, type TcpListener, type TcpReader } from "./tcp.ts";
import { listenUdp, type UdpListener } from "./udp.ts";

/** How often another port is tried, when any will do and the one UDP got is taken for TCP. */
const TRIES = 10;

/** UDP and TCP of one number. */
export interface OnePort {
  readonly udp: UdpListener;
  readonly tcp: TcpListener;
  /** "udp and tcp 127.0.0.1:8125" */
  readonly address: string;
  /** Closes both sockets and every connection. */
  close(): Promise<void>;
}

/**
 * Listens on UDP and TCP of one port (0: any that both can have).
 * @throws Error in words, naming the port and what to do, when it cannot be bound.
 */
export async function listenOnOnePort(
  options: {
    what: string;
    host: string;
    port: number;
    setting: string;
    clock: Clock;
    onDatagram: (bytes: Uint8Array) => void;
    createReader: (close: () => void) => TcpReader;
  },
  tries = TRIES,
): Promise<OnePort> {
  const { host, port } = options;
  const udp = await listenUdp(options);
  try {
    const tcp = await listenTcp({ ...options, port: udp.port });
    return {
      udp,
      tcp,
      address: `udp and tcp ${host.includes(":") ? `[${host}]` : host}:${udp.port}`,
      close: async () => {
        await Promise.all([udp.close(), tcp.close()]);
      },
    };
  } catch (error) {
    await udp.close();
    if (port !== 0 || tries <= 1) throw error;
    return listenOnOnePort(options, tries - 1);
  }
}
