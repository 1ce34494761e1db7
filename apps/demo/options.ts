import type { BalancerOptions } from "./edge/start-balancer.ts";

/** What `npm run demo` is asked for. */
export interface DemoOptions {
  /** The scenario's name. */
  readonly scenario: string;
  readonly seed: string;
  readonly speed: number;
  readonly rate: number;
  readonly steady: boolean;
  /** Whether a company that is new to Mission Control gets an hour of the past. */
  readonly past: boolean;
  /** Mission Control's HTTP. */
  readonly url: string;
  readonly balancer: BalancerOptions["kind"];
  /** Of the demo's own page. */
  readonly port: number;
  readonly edgePort: number;
  readonly edgeTlsPort: number;
  readonly webPort: number;
  readonly apiPort: number;
}
