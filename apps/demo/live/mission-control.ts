import { problemSchema, statusSchema, type View } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";

const LOOK_AGAIN_MS = 200;
const ANSWER_MS = 2_000;
const USUAL_STEP_MS = 5_000;

/** Whether Mission Control answers at `url` and is ready. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL("/readyz", url), { signal: AbortSignal.timeout(ANSWER_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Waits for Mission Control at `url`; false where it is not there after `forMs`, or `isOver` says that it will not come. */
export async function untilReady(options: {
  url: string;
  clock: Clock;
  forMs: number;
  isOver?: () => boolean;
}): Promise<boolean> {
  const { url, clock, forMs, isOver = () => false } = options;
  const startMs = clock.monotonicMs();
  while (!(await isReady(url))) {
    if (isOver() || clock.monotonicMs() - startMs > forMs) return false;
    await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve));
  }
  return true;
}

/** Puts a view into Mission Control, in the place of an earlier one. @throws Error in words, where it is refused. */
export async function putView(url: string, view: View): Promise<void> {
  const answer = await fetch(new URL(`/api/views/${view.slug}`, url), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(view),
    signal: AbortSignal.timeout(ANSWER_MS * 5),
  });
  const text = await answer.text();
  if (answer.ok) return;
  throw new Error(`Mission Control did not take the view ${view.slug}: ${reasonOf(answer.status, text)}`);
}

function reasonOf(status: number, text: string): string {
  try {
    const { title, detail } = problemSchema.parse(JSON.parse(text));
    return detail ?? title;
  } catch {
    return `it answered with ${status}`;
  }
}

/** The status of the Mission Control at `url`, as far as it can be read. */
async function statusOf(url: string) {
  const answer = await fetch(new URL("/api/status", url), { signal: AbortSignal.timeout(ANSWER_MS) });
  return statusSchema.safeParse(await answer.json()).data;
}

/** How far apart the steps of its walls are at the finest, ms: samples further apart leave gaps there. */
export async function findStep(url: string): Promise<number> {
  return (await statusOf(url))?.baseStepMs ?? USUAL_STEP_MS;
}

/** Where programs send to by UDP. */
export interface Listeners {
  readonly statsd: { readonly host: string; readonly port: number };
  readonly syslog: { readonly host: string; readonly port: number };
}

/** Where the Mission Control at `url` listens, as it says itself; the usual ports where it does not say. */
export async function findListeners(url: string): Promise<Listeners> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  const data = await statusOf(url);
  const portOf = (name: string, usual: number) => {
    const source = data?.sources.find(
      (one) => one.name.toLowerCase().startsWith(name) && one.state === "listening",
    );
    return { host, port: Number(/:(\d+)$/.exec(source?.address ?? "")?.[1] ?? usual) };
  };
  return { statsd: portOf("statsd", 8125), syslog: portOf("syslog", 5514) };
}
