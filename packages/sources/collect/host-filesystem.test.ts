import { tmpdir } from "node:os";
import { manualClock, type systemClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createCollector } from "./create-collector.ts";
import { filesystemReader, type Mount, parseMounts } from "./host-filesystem.ts";

describe("mounts", () => {
  it("are lasting filesystems, each device once, at its shortest place", () => {
    const text = [
      "proc /proc proc rw 0 0",
      "tmpfs /run tmpfs rw 0 0",
      "/dev/sda1 /var/lib/kubelet/pods/x ext4 rw 0 0",
      "/dev/sda1 / ext4 rw 0 0",
      "/dev/loop3 /snap/core squashfs ro 0 0",
      "/dev/sdb /mnt/my\\040disk xfs rw 0 0",
      "overlay /var/lib/docker/overlay2/abc/merged overlay rw 0 0",
      "",
    ].join("\n");
    expect(parseMounts(text)).toEqual([
      { device: "/dev/sda1", mountpoint: "/", fstype: "ext4" },
      { device: "/dev/sdb", mountpoint: "/mnt/my disk", fstype: "xfs" },
    ]);
    expect(parseMounts("overlay / overlay rw 0 0")).toHaveLength(1);
  });
});

describe("filesystems", () => {
  const collectorOf = (clock: typeof systemClock, mounts: readonly Mount[]) =>
    createCollector({
      clock,
      name: "test",
      address: "",
      labels: {},
      readers: [filesystemReader(clock, () => mounts)],
    });

  it("say their size and room, and one that is gone costs the others nothing", async () => {
    const collector = collectorOf(manualClock(), [
      { device: "a", mountpoint: "/no/such/place", fstype: "ext4" },
      { device: "b", mountpoint: tmpdir(), fstype: "ext4" },
    ]);
    const values = new Map<string, number>();
    await collector.collect(0, (labels, _timeMs, value) =>
      values.set(`${labels.get("device")} ${labels.get("__name__")}`, value),
    );
    expect([...values.keys()]).toEqual(["b node_filesystem_size_bytes", "b node_filesystem_avail_bytes"]);
    const [size, avail] = [...values.values()];
    expect(size).toBeGreaterThan(0);
    expect(avail).toBeLessThanOrEqual(size!);
    expect(collector.status().bad[0]?.reason).toContain("/no/such/place");
  });
});
