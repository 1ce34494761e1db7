import type { DeployToSend, EventToSend } from "@mission-control/client";
import type { Clock } from "@mission-control/series";
import type { Faults, InstanceSpec } from "./instance.ts";
import type { Random } from "./random.ts";

/** How the load is now. */
export interface LoadShape {
  /** Of the rate that the day's curve gives. */
  readonly factor: number;
  /** The share of requests with an address that nobody made (`/search?q=%E0%A4%A`), 0 to 1. */
  readonly malformedShare: number;
}

/** What a scenario can do to the company, whether it runs as processes or is rehearsed. */
export interface Stage {
  /** The company's time: faster than the machine's where it was asked to be. */
  readonly clock: Clock;
  instances(): readonly InstanceSpec[];
  /** Starts an instance and puts it behind the balancer; resolves once it answers. */
  add(spec: InstanceSpec): Promise<void>;
  /** Takes an instance out of the balancer, lets it finish, ends it. */
  remove(name: string): Promise<void>;
  /** Ends it and starts it again, with a change where one is given; what it had in memory is gone. */
  restart(name: string, change?: Partial<Pick<InstanceSpec, "version" | "faults">>): Promise<void>;
  /** It goes without a word: no answers, no metrics, no event. */
  silence(name: string): void;
  fault(name: string, change: Partial<Faults>): void;
  weigh(name: string, weight: number): void;
  load(change: Partial<LoadShape>): void;
  /** The edge shows a certificate that ends in so many days. */
  certificate(daysLeft: number): Promise<void>;
  /** Which of the edge's two addresses the name `www` has; the load follows as caches let go of the old one. */
  pointDns(to: "blue" | "green"): void;
  /** The name has the blue address again, and everybody knows it at once. */
  resetDns(): void;
  /** Tells Mission Control, as a script would. */
  deploy(deploy: DeployToSend): void;
  event(event: EventToSend): void;
}

/** Nothing, or what happened, in words. */
// biome-ignore lint/suspicious/noConfusingVoidType: most steps give nothing, and so do their functions.
export type StepEnd = string | void;

/** One thing that a scenario does, `atMs` after it began. Words that it gives say what happened where that is not `says`. */
export interface Step {
  readonly atMs: number;
  /** In words, for the terminal and the demo's page: "api v412 goes out". */
  readonly says: string;
  do(stage: Stage): StepEnd | Promise<StepEnd>;
}

/** A story that the company goes through, the same for the same seed. */
export interface Scenario {
  /** What the command line takes: `slow-deploy`. */
  readonly name: string;
  readonly title: string;
  /** What happens, in a sentence. */
  readonly about: string;
  /** Where on the wall an operator sees it first; lanes by their titles, in quotes. */
  readonly seeIt: string;
  /** After so long it is over and the company is well again. */
  readonly lengthMs: number;
  steps(random: Random): readonly Step[];
}
