import { expect, it } from "vitest";
import { createFakeProc } from "../collect/fake-proc.ts";
import { readUdpDrops } from "./udp-drops.ts";

const HEAD =
  "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n";
const row = (port: string, drops: number) =>
  ` 1234: 0100007F:${port} 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 5678 2 0000000000000000 ${drops}\n`;

it("the drops of a port are those of all sockets bound to it, over IPv4 and IPv6", async () => {
  const { root, write } = createFakeProc();
  write("net/udp", HEAD + row("1FBD", 17) + row("1FBE", 5) + row("1FBD", 3));
  expect(await readUdpDrops(8125, root)).toBe(20);
  write("net/udp6", HEAD + row("1FBD", 1));
  expect(await readUdpDrops(8125, root)).toBe(21);
  expect(await readUdpDrops(9999, root)).toBeUndefined();
});
