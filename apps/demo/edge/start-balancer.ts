import type { Clock } from "@mission-control/series";
import type { Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import { startBuiltInBalancer } from "./balancer-http.ts";
import { startHaproxy } from "./haproxy.ts";
import { findHaproxy } from "./haproxy-child.ts";
import type { ServerState } from "./pool.ts";
import { createSyslog } from "./syslog.ts";

/** The port of each service's frontend; 0 takes a free one. */
export type BalancerPorts = Readonly<Record<Service, number>>;

/** An instance that listens at a port of this machine. */
export interface Backend {
  readonly service: Service;
  readonly name: string;
  readonly version: string;
  /** 0 to 256. */
  readonly weight: number;
  readonly port: number;
}

/** A balancer that serves HTTP, whichever it is. */
export interface RunningBalancer {
  readonly kind: "haproxy" | "built-in";
  readonly ports: BalancerPorts;
  /** @throws Error where there is one of that name. */
  add(backend: Backend): Promise<void>;
  /** Lets it finish what it has, then forgets it. */
  remove(name: string): Promise<void>;
  weigh(name: string, weight: number): Promise<void>;
  servers(): Promise<readonly ServerState[]>;
  stop(): Promise<void>;
}

export interface BalancerOptions {
  /** `auto` takes HAProxy where it is installed. */
  readonly kind: "auto" | "haproxy" | "built-in";
  readonly clock: Clock;
  readonly random: Random;
  readonly ports: BalancerPorts;
  /** Where the log goes, by UDP. */
  readonly syslog: { readonly host: string; readonly port: number };
  /** HAProxy ended although nobody had asked it to. */
  readonly onFailure?: (error: Error) => void;
}

/**
 * Starts a balancer with a frontend for each service and nobody behind it yet.
 * @throws Error where a port cannot be had, naming it and the setting; where HAProxy was asked for and is not there.
 */
export async function startBalancer(options: BalancerOptions): Promise<RunningBalancer> {
  const { kind, clock, random, ports } = options;
  const program = kind === "built-in" ? undefined : await findHaproxy();
  if (program !== undefined) return startHaproxy({ ...options, program });
  if (kind === "haproxy") {
    throw new Error("HAProxy 2.6 or newer is not installed here. Install it, or choose --balancer built-in.");
  }
  const syslog = createSyslog({ clock, ...options.syslog });
  try {
    const running = await startBuiltInBalancer({ clock, random, ports, syslog });
    return {
      ...running,
      async stop() {
        await running.stop();
        syslog.close();
      },
    };
  } catch (error) {
    syslog.close();
    throw error;
  }
}
