/** What fits an Ethernet frame of 1,500 bytes with the headers of IPv6 and UDP and a little to spare. */
const PACKET_BYTES = 1_432;

/** Takes packets of lines on. */
export type SendPacket = (packet: string, lines: number) => void;

/** Lines on their way into packets of at most 1,432 bytes. */
export type Packets = ReturnType<typeof createPackets>;

/** Gathers lines, separated by newlines, and hands on each packet that is full. */
export function createPackets(send: SendPacket) {
  let text = "";
  let bytes = 0;
  let lines = 0;

  function flush(): void {
    if (lines === 0) return;
    const [packet, count] = [text, lines];
    text = "";
    bytes = 0;
    lines = 0;
    send(packet, count);
  }

  return {
    /** Adds lines that belong in one packet. They have at most 1,432 bytes. */
    add(line: string, count = 1): void {
      const length = Buffer.byteLength(line);
      if (bytes + 1 + length > PACKET_BYTES) flush();
      text = lines === 0 ? line : `${text}\n${line}`;
      bytes = lines === 0 ? length : bytes + 1 + length;
      lines += count;
    },
    /** Adds numbers of one series, several to a line with colons between. */
    addValues(head: string, values: ArrayLike<number>, count: number, end: string): void {
      const room = PACKET_BYTES - Buffer.byteLength(head) - Buffer.byteLength(end);
      let joined = "";
      for (let i = 0; i < count; i++) {
        const value = String(values[i]);
        if (joined !== "" && joined.length + 1 + value.length > room) {
          this.add(head + joined + end);
          joined = "";
        }
        joined = joined === "" ? value : `${joined}:${value}`;
      }
      if (joined !== "") this.add(head + joined + end);
    },
    flush,
  };
}
