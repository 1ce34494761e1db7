/** How metrics travel: something that takes packets of lines, and counts lines by what became of them. */
export interface Carrier {
  send(packet: string, lines: number): void;
  /** Lines that were handed to the network, were given up, and still wait here. */
  counts(): { sent: number; dropped: number; queued: number };
  /** Resolves when all was handed to the network, or it is known that it cannot be now. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Where StatsD listens. */
export interface StatsdAddress {
  readonly host: string;
  readonly port: number;
}
