/** What the demo's page shows, as `/api/state` answers it. Times are in ms. */
export interface PageState {
  /** Where Mission Control's wall of the company is. */
  readonly wall: string;
  readonly missionControl: "ready" | "away";
  /** `HAProxy` or `the built-in balancer`. */
  readonly balancer: string;
  /** How many times faster than the machine's the company's clock goes for scenarios. */
  readonly speed: number;
  readonly scenarios: readonly {
    readonly name: string;
    readonly title: string;
    readonly about: string;
    readonly seeIt: string;
    readonly lengthMs: number;
  }[];
  readonly playing: PlayedState | null;
  /** The title of what is about to be played, once the company is as it was at first. */
  readonly preparing: string | null;
  readonly instances: readonly {
    readonly name: string;
    readonly version: string;
    readonly weight: number;
    readonly state: "up" | "silent";
    /** In words; empty where nothing is wrong. */
    readonly faults: readonly string[];
  }[];
  readonly load: {
    /** Of what the day's curve gives. */
    readonly factor: number;
    /** Requests a second, wanted now. */
    readonly perSecond: number;
  };
}

export interface PlayedState {
  readonly name: string;
  readonly title: string;
  readonly lengthMs: number;
  readonly elapsedMs: number;
  readonly steps: readonly {
    readonly atMs: number;
    readonly says: string;
    readonly state: "done" | "failed" | "to come";
    readonly fault?: string;
  }[];
}
