/** A command that sends an event. */
export function sampleEvent(origin: string): string {
  return `curl ${origin}/api/events -H 'content-type: application/json' \\
  -d '{"type":"note","title":"Hello from the shell"}'`;
}

/** A command that marks a deploy. */
export function sampleDeploy(origin: string): string {
  return `curl ${origin}/api/deploys -H 'content-type: application/json' \\
  -d '{"service":"api","version":"v1"}'`;
}

/** A command that counts something by StatsD; `address` as a source says it ("udp 127.0.0.1:8125"). */
export function sampleStatsd(address: string): string {
  const [, host = "127.0.0.1", port = "8125"] = /([^\s:]+):(\d+)/.exec(address) ?? [];
  return `echo 'hits:1|c' | nc -u -w1 ${host} ${port}`;
}
