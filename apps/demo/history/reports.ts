import type { DeployToSend, EventToSend } from "@mission-control/client";
import type { InstanceNow } from "./instance-now.ts";

/** What Mission Control is told besides samples. Each has its time, and an id that telling it twice does not change. */
export type Report = { readonly timeMs: number } & (
  | { readonly deploy: DeployToSend & { readonly id: string } }
  | { readonly event: EventToSend & { readonly id: string } }
);

/** Reports in the order in which they come; the ids are made of the seed, the time and the place among those of that time. */
export function createReports(seed: string) {
  const reports: Report[] = [];
  let [lastMs, place] = [0, 0];

  function idAt(timeMs: number): string {
    place = timeMs === lastMs ? place + 1 : 0;
    lastMs = timeMs;
    return `demo-${seed}-${timeMs}-${place}`;
  }

  return {
    deploy(timeMs: number, deploy: DeployToSend): void {
      reports.push({ timeMs, deploy: { ...deploy, id: idAt(timeMs), time: timeMs } });
    },
    event(timeMs: number, event: EventToSend): void {
      reports.push({ timeMs, event: { ...event, id: idAt(timeMs), time: timeMs } });
    },
    take: (): readonly Report[] => reports.splice(0),
  };
}

/** An instance fails so many times a second before it says so here, which it does once a minute. */
const WORTH_SAYING = 0.3;

/** What an instance that fails now would have sent: one event for the many of a minute. */
export function complaintOf(one: InstanceNow): EventToSend | undefined {
  const { service, name, version, faults } = one.spec;
  const about = { service, host: name };
  if (one.isSilent) return undefined;
  if (faults.reportsMissing && one.missingPerSecond > WORTH_SAYING)
    return {
      ...about,
      type: "exception",
      title: "parse-query-string: URI malformed",
      attributes: { status: 404, path: "/search?q=%E0%A4%A", version },
    };
  if (one.errorsPerSecond < WORTH_SAYING) return undefined;
  if (service === "web")
    return { ...about, type: "exception", title: "The api answered with 500", attributes: { version } };
  const message = one.isPoolEmpty
    ? "could not obtain database connection"
    : one.isOutOfFiles
      ? "EMFILE: too many open files"
      : "TypeError: Cannot read properties of undefined (reading 'price')";
  return { ...about, type: "exception", title: message, attributes: { version } };
}
