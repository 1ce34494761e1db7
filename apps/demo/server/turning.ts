import type { DeployToSend, EventToSend } from "@mission-control/client";
import type { manualClock } from "@mission-control/series";
import { type Faults, healthy, type InstanceSpec, type Service } from "../company/instance.ts";
import type { Telemetry } from "../company/telemetry.ts";
import type { Call, User } from "../company/wire.ts";

/** For tests: turns the clock by 1 ms at a time, and lets what awaits go on between, until `promise` has settled. */
export async function turnUntil<T>(clock: ReturnType<typeof manualClock>, promise: Promise<T>): Promise<T> {
  let settled = false;
  const mark = () => {
    settled = true;
  };
  promise.then(mark, mark);
  for (let ms = 0; !settled && ms < 60_000; ms++) {
    await drain();
    if (!settled) clock.advance(1);
  }
  return promise;
}

/** Lets everything that waits for promises only go on. */
export async function drain(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve();
}

/** Keeps what was told, in order. */
export function recorder() {
  const lines: { name: string; value: number; tags: Record<string, unknown> }[] = [];
  const events: EventToSend[] = [];
  const deploys: DeployToSend[] = [];
  const keep = (name: string, value = 1, tags: Record<string, unknown> = {}) =>
    void lines.push({ name, value, tags });
  const telemetry: Telemetry = {
    count: keep,
    gauge: keep,
    time: keep,
    set: () => {},
    event: (event) => events.push(event) > 0,
    deploy: (deploy) => deploys.push(deploy) > 0,
  };
  const of = (name: string, tags: Record<string, unknown> = {}) =>
    lines.filter(
      (line) => line.name === name && Object.entries(tags).every(([key, value]) => line.tags[key] === value),
    );
  return {
    telemetry,
    lines,
    events,
    /** The sum of what was told under a name, with these tags among others. */
    sum: (name: string, tags?: Record<string, unknown>) =>
      of(name, tags).reduce((sum, { value }) => sum + value, 0),
    /** The last that was told. */
    last: (name: string) => of(name).at(-1)?.value,
    values: (name: string) => of(name).map(({ value }) => value),
  };
}

export const specOf = (service: Service, faults: Partial<Faults> = {}): InstanceSpec => ({
  name: `${service}-1`,
  service,
  version: "v1",
  weight: 100,
  faults: { ...healthy, ...faults },
});

export const userOf = (change: Partial<User> = {}): User => ({
  id: "u-1042",
  address: "192.0.2.7",
  country: "DE",
  experiment: "blue-button",
  ...change,
});

export const callOf = (
  method: Call["method"],
  path: string,
  body?: object | string,
  user = userOf(),
): Call => ({
  method,
  path,
  userAgent: "curl/8.5.0",
  user,
  ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
});
