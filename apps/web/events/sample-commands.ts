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
