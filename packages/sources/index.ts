/**
 * Where data comes from: what listens (`listen/`), what collects (`collect/`) and what checks others again and again
 * (`probe/`), each turning what it is given into samples and events; and how addresses outside may be spoken to (`outside/`).
 * Nothing here keeps, shows or forwards them. What comes in bad is counted and shown, never thrown.
 */
export type { AddSample, Collector } from "./collect/collector.ts";
export { createHostCollector } from "./collect/host.ts";
export { eventOfDeploy } from "./listen/deploys.ts";
export { type ParsedEvents, parseEvents } from "./listen/events.ts";
export { createRemoteWrite, type RemoteWrite, type WrittenSamples } from "./listen/remote-write.ts";
export { createStatsd, type Statsd, type StatsdOptions } from "./listen/statsd.ts";
export { listenStatsd, type StatsdListener } from "./listen/statsd-listener.ts";
export { createSyslog, type Syslog } from "./listen/syslog.ts";
export { listenSyslog, type SyslogListener } from "./listen/syslog-listener.ts";
export { type AddressPolicy, createAddressPolicy } from "./outside/address-policy.ts";
export { faultWords } from "./outside/fault-words.ts";
export { createGuardedConnect, type GuardedConnect } from "./outside/guarded-connect.ts";
export {
  AddressBlocked,
  createGuardedLookup,
  type GuardedLookup,
  type OutsideAddress,
} from "./outside/guarded-lookup.ts";
export {
  createOutgoing,
  type OutgoingAnswer,
  type OutgoingRequest,
  type SendOutgoing,
} from "./outside/outgoing.ts";
export { type Check, createCheck } from "./probe/check.ts";
export { eventOfTurn } from "./probe/probe-event.ts";
export { createProber, type Prober, type ProbeTurn } from "./probe/prober.ts";
