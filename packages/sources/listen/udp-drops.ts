import { readFile } from "node:fs/promises";

/**
 * How many datagrams the kernel dropped because a socket's receive buffer was full, from /proc/net/udp and udp6: the last
 * column of the sockets bound to `port`. Undefined where the system does not say.
 */
export async function readUdpDrops(port: number, procRoot = "/proc"): Promise<number | undefined> {
  const tables = await Promise.all(
    ["udp", "udp6"].map((name) => readFile(`${procRoot}/net/${name}`, "utf8").catch(() => "")),
  );
  let drops: number | undefined;
  for (const row of tables.join("\n").split("\n")) {
    const columns = row.trim().split(/\s+/);
    const local = columns[1]?.split(":")[1];
    if (columns.length < 13 || local === undefined || Number.parseInt(local, 16) !== port) continue;
    drops = (drops ?? 0) + Number(columns.at(-1));
  }
  return drops;
}
