import type { Reader } from "./collector.ts";
import { numberOf, readProc, rowsOf } from "./proc.ts";

const snmp = [
  ["Tcp", "CurrEstab", "gauge", "TCP connections that are established."],
  ["Tcp", "ActiveOpens", "counter", "TCP connections opened from here."],
  ["Tcp", "PassiveOpens", "counter", "TCP connections opened from elsewhere."],
  ["Tcp", "InSegs", "counter", "TCP segments received."],
  ["Tcp", "OutSegs", "counter", "TCP segments sent."],
  ["Tcp", "RetransSegs", "counter", "TCP segments sent again."],
  ["Udp", "InDatagrams", "counter", "UDP datagrams received."],
  ["Udp", "InErrors", "counter", "UDP datagrams that could not be delivered."],
  ["Udp", "RcvbufErrors", "counter", "UDP datagrams dropped because a receive buffer was full."],
] as const;

/** /proc/net/snmp: two lines for each protocol, the names and the values. */
export function netstatReader(procRoot: string): Reader {
  return {
    name: "net/snmp",
    optional: true,
    metadata: snmp.map(
      ([protocol, field, type, help]) => [`node_netstat_${protocol}_${field}`, type, help] as const,
    ),
    read(put) {
      const names = new Map<string, string[]>();
      const values = new Map<string, string>();
      for (const [protocol = "", ...words] of rowsOf(readProc(`${procRoot}/net/snmp`))) {
        const heading = names.get(protocol);
        if (heading === undefined) names.set(protocol, words);
        else for (const [i, field] of heading.entries()) values.set(`${protocol} ${field}`, words[i] ?? "");
      }
      for (const [protocol, field] of snmp) {
        put(`node_netstat_${protocol}_${field}`, numberOf(values.get(`${protocol} ${field}`)));
      }
    },
  };
}

const sockstat = [
  ["TCP", "inuse", "TCP sockets in use."],
  ["TCP", "tw", "TCP sockets that wait after their end."],
  ["UDP", "inuse", "UDP sockets in use."],
] as const;

/** /proc/net/sockstat: `TCP: inuse 5 orphan 0 tw 0 alloc 10 mem 2`. */
export function sockstatReader(procRoot: string): Reader {
  return {
    name: "net/sockstat",
    optional: true,
    metadata: sockstat.map(
      ([protocol, field, help]) => [`node_sockstat_${protocol}_${field}`, "gauge", help] as const,
    ),
    read(put) {
      for (const row of rowsOf(readProc(`${procRoot}/net/sockstat`))) {
        for (const [protocol, field] of sockstat) {
          const at = row[0] === protocol ? row.indexOf(field) : -1;
          if (at > 0) put(`node_sockstat_${protocol}_${field}`, numberOf(row[at + 1]));
        }
      }
    },
  };
}
