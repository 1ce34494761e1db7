import type { StoreKind } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { StoreAnswer } from "./prometheus-http.ts";
import { type StoreTraits, traitsOf } from "./prometheus-kinds.ts";

/** How long a question waits to learn whom it asks, and how long after a vain try the next one is made, ms. */
const WAIT_MS = 1_000;
const AGAIN_MS = 10_000;
const BUILD = "/api/v1/status/buildinfo";

/** What a store is found to be. */
export interface Recognised {
  readonly kind: StoreKind;
  readonly traits: StoreTraits;
}

/**
 * What kind a store is: as the settings say, or as it says itself. It is asked with the first question, and again once
 * `forget` has been called, as after it was away: another may have come back. Until it answers it is taken for Prometheus.
 */
export function createRecognition(options: {
  /** As the settings say. */
  kind: StoreKind | undefined;
  url: string;
  clock: Clock;
  /** Gets an address; rejects where no answer comes. */
  get(url: string): Promise<StoreAnswer>;
}) {
  const { kind, url, clock, get } = options;
  let found: Recognised | undefined = kind && { kind, traits: traitsOf[kind] };
  let isOld = found === undefined;
  let triedMs = Number.NEGATIVE_INFINITY;
  let trying: Promise<void> | undefined;

  const tryNow = (): Promise<void> => {
    triedMs = clock.monotonicMs();
    trying ??= recognise(url, get)
      .then(
        (answer) => {
          if (answer === undefined) return;
          found = answer;
          isOld = false;
        },
        // Away, or without an answer in time: whoever asks next is told so.
        () => {},
      )
      .finally(() => {
        trying = undefined;
      });
    return trying;
  };

  return {
    /** What it was found to be, or is said to be; undefined until it has answered. */
    kind: (): StoreKind | undefined => found?.kind,
    /** As far as known. */
    traits: (): StoreTraits => found?.traits ?? traitsOf.prometheus,
    /** The same, after a second at most in which the store may say what it is. */
    async known(): Promise<StoreTraits> {
      if (isOld && (trying !== undefined || clock.monotonicMs() - triedMs >= AGAIN_MS)) {
        const tried = tryNow();
        if (found === undefined) await within(tried, clock);
      }
      return found?.traits ?? traitsOf.prometheus;
    },
    /** Asks it now, where it is to be asked; resolves when it has answered, or not. */
    look: (): Promise<void> => (isOld ? tryNow() : Promise.resolve()),
    /** What was found may no longer be so. */
    forget(): void {
      isOld = kind === undefined;
    },
  };
}

/** Resolves when the work is over, or the time that a question waits for it. */
function within(work: Promise<void>, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const stop = clock.after(WAIT_MS, resolve);
    void work.then(() => {
      stop();
      resolve();
    });
  });
}

/** What answers at an address; undefined where it does not say, but may when it is asked again. */
async function recognise(
  url: string,
  get: (url: string) => Promise<StoreAnswer>,
): Promise<Recognised | undefined> {
  const here = await get(`${url}${BUILD}`);
  const build = buildOf(here);
  if (build !== undefined && isVictoria(build)) return of("victoriametrics");
  if (build !== undefined && !isMimir(build)) {
    // Only Thanos has this page.
    const stores = buildOf(await get(`${url}/api/v1/stores`));
    return of(stores === undefined ? "prometheus" : "thanos");
  }
  if (build === undefined && !isMissing(here)) return undefined;
  // Mimir reads below a prefix, which the address may hold already.
  const below = buildOf(await get(`${url}${traitsOf.mimir.readPath.replace("/api/v1", BUILD)}`));
  if (below !== undefined && isMimir(below)) return of("mimir");
  if (build === undefined) return of("prometheus");
  return { kind: "mimir", traits: { ...traitsOf.mimir, readPath: "/api/v1" } };
}

const of = (kind: StoreKind): Recognised => ({ kind, traits: traitsOf[kind] });

const isMissing = ({ status }: StoreAnswer): boolean => status === 404 || status === 405 || status === 400;

/** The `data` of a good answer. */
function buildOf({ status, text }: StoreAnswer): Readonly<Record<string, unknown>> | undefined {
  if (status !== 200 || text.length > 1_000_000) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    if (!isObject(body) || body.status !== "success" || !isObject(body.data)) return undefined;
    return body.data;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** VictoriaMetrics gives nothing, or a version that is another's, for Grafana's sake: never of what Go it was made. */
const isVictoria = (build: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(build).every((name) => name === "version");

const isMimir = ({ application }: Readonly<Record<string, unknown>>): boolean =>
  typeof application === "string" && /mimir|enterprise metrics/i.test(application);
