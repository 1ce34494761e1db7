/** Where a program reaches a listener; `address` as its status says it ("udp and tcp 127.0.0.1:8125"). */
export interface Reached {
  readonly host: string;
  readonly port: number;
}

/** A listener's place as seen from where the page was opened: one that hears every address is reached at the page's. */
export function reachedAt(address: string, pageHost: string, otherwise: number): Reached {
  const [, host = "", port = ""] = /(\[[^\]]*\]|[^\s:[\]]+):(\d+)\s*$/.exec(address) ?? [];
  const isEverywhere = host === "" || host === "0.0.0.0" || host === "[::]" || host === "::";
  return { host: isEverywhere ? pageHost : host, port: port === "" ? otherwise : Number(port) };
}

/** Commands that send the first of something, for the address that was opened. */
export const commands = {
  demo: (origin: string) =>
    origin === "http://127.0.0.1:4400" ? "npm run demo" : `npm run demo -- --url ${origin}`,
  netcat: ({ host, port }: Reached) => `echo 'hits:1|c' | nc -u -w1 ${host} ${port}`,
  bash: ({ host, port }: Reached) => `echo 'hits:1|c' > /dev/udp/${host}/${port}`,
  remoteWrite: (origin: string) => `remote_write:
  - url: ${origin}/api/v1/write
    name: mission-control`,
  syslog: ({ host, port }: Reached) =>
    `logger --server ${host} --port ${port} --udp --rfc5424 'Hello from the shell'`,
} as const;
