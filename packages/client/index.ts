/**
 * What a program says to Mission Control: metrics by StatsD over UDP or TCP, events and deploys by HTTP from a spool on disk.
 * Metrics are gathered and may be lost; an event is sent until the server has it, oldest first and once. For Node.
 */
export { type Client, type ClientOptions, type ClientStatus, createClient } from "./client.ts";
export type { Duration } from "./duration.ts";
export type { Tags } from "./metric-line.ts";
export type { SampleableTimer, Timer } from "./metrics.ts";
export { createRemoteWriter, type RemoteWriter } from "./remote-writer.ts";
export type { DeployToSend, EventToSend } from "./reports.ts";
export { sendDeploy } from "./send-deploy.ts";
