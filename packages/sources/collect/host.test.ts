import { platform } from "node:os";
import { createSamplesBuilder, type Labels, manualClock, nameOf, systemClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { showSamples } from "../show-samples.ts";
import type { Collector } from "./collector.ts";
import { createCollector } from "./create-collector.ts";
import { createFakeProc } from "./fake-proc.ts";
import { createHostCollector } from "./host.ts";
import { portableReaders } from "./host-portable.ts";

const files = {
  stat: [
    "cpu  300 30 100 4000 50 0 5 0 0 0",
    "cpu0 200 20 60 2000 40 0 3 1 0 0",
    "cpu1 100 10 40 2000 10 0 2 0 0 0",
    "intr 12345 0 1 2",
    "ctxt 777",
    "btime 1700000000",
    "processes 99",
    "procs_running 3",
    "procs_blocked 1",
  ].join("\n"),
  loadavg: "0.50 0.25 0.10 2/300 4242\n",
  meminfo:
    "MemTotal:  1000 kB\nMemFree:  200 kB\nBuffers: 50 kB\nCached: 150 kB\nSwapTotal: 0 kB\nHugePages_Total: 0\n",
  vmstat: "nr_free_pages 5\npgfault 1000\npgmajfault 7\npswpin 1\npswpout 2\n",
  diskstats: [
    "   7  0 loop0 9 0 9 9 9 0 9 9 0 9 9",
    " 259  0 nvme0n1 10 0 16 2000 20 0 32 3000 1 4000 5000 0 0 0 0",
    " 259  1 nvme0n1p1 10 0 16 2000 20 0 32 3000 1 4000 5000",
    "   8  1 sda1 10 0 16 2000 20 0 32 3000 1 4000 5000",
    "  11  0 sr0 0 0 0 0 0 0 0 0 0 0 0",
  ].join("\n"),
  "net/dev": [
    "Inter-|   Receive                                                |  Transmit",
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed",
    "    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0",
    "  eth0:1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0",
    "veth12ab: 5 5 0 0 0 0 0 0 5 5 0 0 0 0 0 0",
  ].join("\n"),
  "net/snmp": [
    "Tcp: RtoAlgorithm ActiveOpens PassiveOpens CurrEstab",
    "Tcp: 1 11 22 33",
    "Udp: InDatagrams RcvbufErrors",
    "Udp: 44 55",
  ].join("\n"),
  "net/sockstat": "sockets: used 9\nTCP: inuse 5 orphan 0 tw 2 alloc 10 mem 2\nUDP: inuse 3 mem 1\n",
  "sys/fs/file-nr": "1024\t0\t65536\n",
  "pressure/cpu":
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=2500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
  mounts: "proc /proc proc rw 0 0\n",
};

async function collect(collector: Collector, timeMs = 5_000) {
  const builder = createSamplesBuilder();
  await collector.collect(timeMs, (labels, at, value) => builder.add(builder.ref(labels), at, value));
  return showSamples(builder.take());
}

const labelled = (name: string, labels = "") =>
  `${name}{${[labels, 'instance="here",job="node"']
    .filter((part) => part !== "")
    .join(",")
    .split(",")
    .sort()
    .join(",")}}`;

describe("a machine's metrics", () => {
  it("are what /proc says, under node_exporter's names and in base units", async () => {
    const { root } = createFakeProc(files);
    const shown = await collect(
      createHostCollector({ clock: manualClock(), procRoot: root, instance: "here" }),
    );
    const expected: [string, string, number][] = [
      ["node_cpu_seconds_total", 'cpu="0",mode="user"', 2],
      ["node_cpu_seconds_total", 'cpu="0",mode="steal"', 0.01],
      ["node_cpu_seconds_total", 'cpu="1",mode="idle"', 20],
      ["node_intr_total", "", 12345],
      ["node_context_switches_total", "", 777],
      ["node_boot_time_seconds", "", 1_700_000_000],
      ["node_forks_total", "", 99],
      ["node_procs_running", "", 3],
      ["node_procs_blocked", "", 1],
      ["node_load1", "", 0.5],
      ["node_load5", "", 0.25],
      ["node_load15", "", 0.1],
      ["node_memory_MemTotal_bytes", "", 1_024_000],
      ["node_memory_MemAvailable_bytes", "", 409_600],
      ["node_vmstat_pgmajfault", "", 7],
      ["node_disk_read_bytes_total", 'device="nvme0n1"', 8_192],
      ["node_disk_written_bytes_total", 'device="nvme0n1"', 16_384],
      ["node_disk_reads_completed_total", 'device="nvme0n1"', 10],
      ["node_disk_writes_completed_total", 'device="nvme0n1"', 20],
      ["node_disk_io_time_seconds_total", 'device="nvme0n1"', 4],
      ["node_network_receive_bytes_total", 'device="eth0"', 1000],
      ["node_network_receive_drop_total", 'device="eth0"', 2],
      ["node_network_transmit_bytes_total", 'device="eth0"', 2000],
      ["node_network_transmit_errs_total", 'device="eth0"', 3],
      ["node_netstat_Tcp_CurrEstab", "", 33],
      ["node_netstat_Udp_RcvbufErrors", "", 55],
      ["node_sockstat_TCP_inuse", "", 5],
      ["node_sockstat_TCP_tw", "", 2],
      ["node_filefd_allocated", "", 1024],
      ["node_filefd_maximum", "", 65_536],
      ["node_pressure_cpu_waiting_seconds_total", "", 2.5],
      ["node_processes_pids", "", 0],
    ];
    for (const [name, labels, value] of expected) {
      expect([labelled(name, labels), shown[labelled(name, labels)]]).toEqual([
        labelled(name, labels),
        value,
      ]);
    }
  });

  it("leave out loops, partitions, empty drives, the loopback and containers' devices", async () => {
    const { root } = createFakeProc(files);
    const shown = await collect(createHostCollector({ clock: manualClock(), procRoot: root }));
    const devices = new Set(Object.keys(shown).map((key) => /device="([^"]+)"/.exec(key)?.[1]));
    expect([...devices].filter((device) => device !== undefined)).toEqual(["nvme0n1", "eth0"]);
  });

  it("never let a processor's seconds step back a little, and take a new beginning as one", async () => {
    const { root, write } = createFakeProc(files);
    const collector = createHostCollector({ clock: manualClock(), procRoot: root, instance: "here" });
    const iowait = labelled("node_cpu_seconds_total", 'cpu="0",mode="iowait"');
    const idle = labelled("node_cpu_seconds_total", 'cpu="0",mode="idle"');
    await collect(collector);
    write("stat", "cpu0 200 20 60 50 30 0 3 1 0 0\n");
    const shown = await collect(collector);
    expect(shown[iowait]).toBe(0.4);
    expect(shown[idle]).toBe(0.5);
  });

  it("lack nothing but what cannot be read, which is counted and said", async () => {
    const { stat: _, "net/snmp": __, ...rest } = files;
    const { root } = createFakeProc(rest);
    const collector = createHostCollector({ clock: manualClock(3_000), procRoot: root, instance: "here" });
    const shown = await collect(collector);
    expect(shown).toHaveProperty(labelled("node_load1"), 0.5);
    expect(shown).toHaveProperty(labelled("node_filefd_allocated"), 1024);
    const { rejected, bad, state } = collector.status();
    expect({ rejected, state, lines: bad.map(({ line }) => line) }).toEqual({
      rejected: 1,
      state: "collecting",
      lines: ["stat"],
    });
    expect(bad[0]!.reason).toContain("ENOENT");
  });

  it("survive files of nonsense without a value that is no number", async () => {
    const nonsense = Object.fromEntries(Object.keys(files).map((path) => [path, "\0 :: é x\n1 2\ncpu0\n"]));
    const { root } = createFakeProc({ ...nonsense, "42/stat": "42 (((", "43/stat": "" });
    const shown = await collect(createHostCollector({ clock: manualClock(), procRoot: root }));
    expect(Object.values(shown).every(Number.isFinite)).toBe(true);
  });

  it("come with the same labels object each time", async () => {
    const { root } = createFakeProc(files);
    const collector = createHostCollector({ clock: manualClock(), procRoot: root });
    const rounds: Labels[][] = [[], []];
    for (const round of rounds) await collector.collect(5_000, (labels) => round.push(labels));
    const first = new Map(rounds[0]!.map((labels) => [nameOf(labels) + [...labels.values()].join(), labels]));
    expect(rounds[1]!.length).toBeGreaterThan(40);
    for (const labels of rounds[1]!)
      expect(first.get(nameOf(labels) + [...labels.values()].join())).toBe(labels);
  });

  it.runIf(platform() === "linux")("are all there on this machine, and all told of", async () => {
    const collector = createHostCollector({ clock: systemClock });
    const shown = await collect(collector);
    const names = new Set(Object.keys(shown).map((key) => key.replace(/\{.*/, "")));
    for (const name of ["node_cpu_seconds_total", "node_memory_MemAvailable_bytes", "node_load1"]) {
      expect(names).toContain(name);
    }
    expect(shown[Object.keys(shown).find((key) => key.startsWith("node_processes_pids"))!]).toBeGreaterThan(
      0,
    );
    const known = collector.metadata();
    for (const name of names) expect(known.get(name)?.help ?? `no help for ${name}`).toMatch(/\.$/);
    expect(collector.status().bad).toEqual([]);
  });

  it("are known in part on every system", async () => {
    const collector = createCollector({
      clock: systemClock,
      name: "host",
      address: "node:os",
      labels: {},
      readers: portableReaders(systemClock),
    });
    const shown = await collect(collector);
    expect(shown.node_memory_MemTotal_bytes).toBeGreaterThan(shown.node_memory_MemAvailable_bytes!);
    expect(shown['node_cpu_seconds_total{cpu="0",mode="idle"}']).toBeGreaterThan(0);
    expect(shown.node_boot_time_seconds! * 1000).toBeLessThan(systemClock.now());
  });
});
