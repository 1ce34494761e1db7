import { hostname } from "node:os";
import type { Clock } from "@mission-control/series";
import type { Collector, Reader } from "./collector.ts";
import { createCollector } from "./create-collector.ts";
import { diskReader } from "./host-disk.ts";
import { fileReader } from "./host-files.ts";
import { filesystemReader, procMounts } from "./host-filesystem.ts";
import { loadReader } from "./host-load.ts";
import { memoryReader } from "./host-memory.ts";
import { networkReader } from "./host-network.ts";
import { portableReaders } from "./host-portable.ts";
import { pressureReaders } from "./host-pressure.ts";
import { processesReader } from "./host-processes.ts";
import { netstatReader, sockstatReader } from "./host-sockets.ts";
import { statReader } from "./host-stat.ts";
import { readUnits } from "./host-units.ts";
import { vmstatReader } from "./host-vmstat.ts";

/**
 * This machine's metrics under node_exporter's and process-exporter's names, with `job="node"` and `instance` the host's name. On Linux
 * they are read from `procRoot` (default /proc); elsewhere what node:os and statfs know.
 */
export function createHostCollector(options: {
  clock: Clock;
  procRoot?: string;
  instance?: string;
}): Collector {
  const { clock, instance = hostname() } = options;
  const linux = options.procRoot !== undefined || process.platform === "linux";
  const procRoot = options.procRoot ?? "/proc";
  return createCollector({
    clock,
    name: "host",
    address: linux ? procRoot : `node:os on ${process.platform}`,
    labels: { job: "node", instance },
    readers: linux ? linuxReaders(clock, procRoot) : otherReaders(clock),
  });
}

function linuxReaders(clock: Clock, procRoot: string): Reader[] {
  const units = readUnits(procRoot);
  return [
    statReader(procRoot, units.ticksPerSecond),
    loadReader(procRoot),
    memoryReader(procRoot),
    vmstatReader(procRoot),
    ...pressureReaders(procRoot),
    diskReader(procRoot),
    networkReader(procRoot),
    netstatReader(procRoot),
    sockstatReader(procRoot),
    fileReader(procRoot),
    filesystemReader(clock, procMounts(procRoot)),
    processesReader({ procRoot, clock, ...units }),
  ];
}

function otherReaders(clock: Clock): Reader[] {
  const root = { device: "root", mountpoint: process.platform === "win32" ? "C:\\" : "/", fstype: "" };
  return [...portableReaders(clock), filesystemReader(clock, () => [root])];
}
