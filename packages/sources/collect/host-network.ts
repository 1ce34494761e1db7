import type { Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

/** The loopback, and devices of containers and tunnels, whose traffic a real device carries too. */
const PASSED_OVER =
  /^(lo|veth.*|docker\d*|br-.*|virbr.*|vnet\d+|cali.*|cni\d*|flannel.*|cilium.*|lxc.*|ifb\d+|dummy\d+|tunl\d+|sit\d+|ip6tnl\d+|ip_vti\d+|ip6_vti\d+|gre(tap)?\d+|ip6gre\d+|erspan\d+|nodelocaldns|kube-.*)$/;

/** The column of /proc/net/dev, counted from the device's name, that each metric comes from. */
const columns = [
  ["receive_bytes", 1],
  ["receive_packets", 2],
  ["receive_errs", 3],
  ["receive_drop", 4],
  ["transmit_bytes", 9],
  ["transmit_packets", 10],
  ["transmit_errs", 11],
  ["transmit_drop", 12],
] as const;

/** /proc/net/dev: traffic of each network device. */
export function networkReader(procRoot: string): Reader {
  return {
    name: "net/dev",
    optional: true,
    metadata: columns.map(([field]) => {
      const [way, what] = field.split("_") as [string, string];
      const words = { bytes: "Bytes", packets: "Packets", errs: "Errors", drop: "Packets dropped" }[what];
      return [
        `node_network_${field}_total`,
        "counter",
        `${words}, ${way === "receive" ? "received" : "transmitted"}.`,
        what === "bytes" ? "bytes" : "",
      ] as const;
    }),
    read(put) {
      const [, , ...lines] = readProc(`${procRoot}/net/dev`).split("\n");
      for (const row of rowsOf(lines.join("\n"))) {
        const [device = ""] = row;
        if (PASSED_OVER.test(device)) continue;
        for (const [field, column] of columns) {
          put(`node_network_${field}_total`, numberOf(row[column]), { device });
        }
      }
    },
  };
}
