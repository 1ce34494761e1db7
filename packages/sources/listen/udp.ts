import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { bindError } from "./bind-error.ts";

const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** A UDP listener that is bound. */
export interface UdpListener {
  readonly port: number;
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Listens for datagrams. Asks for a receive buffer of 4 MiB; a system that allows less gives what it allows.
 * @throws Error in words, when the address cannot be bound.
 */
export async function listenUdp(options: {
  /** Whose socket it is, as people call it. */
  what: string;
  host: string;
  port: number;
  setting: string;
  onDatagram: (bytes: Uint8Array) => void;
}): Promise<UdpListener> {
  const { what, host, port, setting, onDatagram } = options;
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  try {
    await bound(socket, host, port);
  } catch (cause) {
    socket.close();
    throw bindError(what, `udp ${host}:${port}`, setting, cause);
  }
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // Some systems refuse more than their own limit instead of giving it; the default is kept.
  }
  socket.on("message", onDatagram);
  // Errors after binding are single datagrams that could not be received; the socket goes on.
  socket.on("error", () => {});
  return {
    ...socket.address(),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function bound(socket: Socket, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ address: host, port }, () => {
      socket.off("error", reject);
      resolve();
    });
  });
}
