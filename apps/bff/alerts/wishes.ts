import { toldAs } from "@mission-control/alerts";
import {
  type AcknowledgedMany,
  type Acknowledgement,
  type Alert,
  eventIdAt,
  type Inhibition,
  inhibitionSchema,
  type MuteTime,
  muteTimeSchema,
  type RawAcknowledgement,
  type RawSilence,
  Refusal,
  type Reject,
  rawAcknowledgementSchema,
  rawAcknowledgementsSchema,
  rawSilenceSchema,
  type Silence,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { KeptSilence, QuietRecords, Records, Released } from "@mission-control/store";
import type { z } from "zod";
import { checked, matcherFaults, tooWideFaults } from "./check-matchers.ts";
import type { Wishes as WishesNow } from "./engine.ts";

/** Nobody means to silence something for longer; who does changes the rule. */
const MOST_MS = 366 * 86_400_000;

/** See `createWishes`. */
export type Wishes = Awaited<ReturnType<typeof createWishes>>;
/** What keeps alerts quiet until it is removed, by its slug. See `createSlugged`. */
export type Slugged<Kept extends { slug: string }> = Awaited<ReturnType<typeof createSlugged<Kept>>>;

/**
 * What people said of whom not to tell: silences, mute times, inhibitions, acknowledgements. They are on disk before anyone is told
 * that they hold, and from then on `changed` has been called.
 */
export async function createWishes(options: {
  records: Pick<Records, "silences" | "muteTimes" | "inhibitions" | "acknowledgements">;
  clock: Clock;
  changed: () => void;
}) {
  const { records, clock, changed } = options;
  const silences = new Map((await records.silences.list()).map((silence) => [silence.id, silence]));
  const acknowledgements = await records.acknowledgements.list();
  const muteTimes = await createSlugged({
    ...options,
    records: records.muteTimes,
    schema: muteTimeSchema,
    *faultsOf({ matchers, fromMinute }: MuteTime) {
      yield* matcherFaults(matchers, "matchers");
      if (fromMinute === 1_440)
        yield { code: "custom", path: "fromMinute", message: "a day ends there; begin at 0" };
    },
  });
  const inhibitions = await createSlugged({
    ...options,
    records: records.inhibitions,
    schema: inhibitionSchema,
    *faultsOf({ source, target }: Inhibition) {
      const faults = [...matcherFaults(source, "source"), ...matcherFaults(target, "target")];
      yield* faults;
      if (faults.length === 0) yield* tooWideFaults(source, "source");
    },
  });

  function* silenceFaults({ matchers, fromMs, toMs }: RawSilence): Generator<Reject> {
    const faults = [...matcherFaults(matchers, "matchers")];
    yield* faults;
    if (faults.length === 0) yield* tooWideFaults(matchers, "matchers");
    const nowMs = clock.now();
    if (toMs <= nowMs) yield { code: "custom", path: "toMs", message: "this time is over already" };
    if (toMs - Math.max(fromMs, nowMs) > MOST_MS || fromMs - nowMs > MOST_MS)
      yield { code: "custom", path: "toMs", message: "a year at most, and a year ahead" };
  }

  const shown = (silence: KeptSilence): Silence => ({ ...silence, state: stateOf(silence, clock.now()) });

  async function keep(silence: KeptSilence): Promise<Silence> {
    const forgotten = await records.silences.save(silence, clock.now());
    silences.set(silence.id, silence);
    for (const id of forgotten) silences.delete(id);
    changed();
    return shown(silence);
  }

  async function acknowledge(alerts: readonly string[], raw: RawAcknowledgement): Promise<Acknowledgement> {
    const made = { ...raw, atMs: clock.now() };
    await records.acknowledgements.save(alerts, made);
    for (const alert of alerts) acknowledgements.set(alert, made);
    changed();
    return made;
  }

  return {
    muteTimes,
    inhibitions,
    silences: {
      /** All that are not forgotten, what ends first in front. */
      list: (): Silence[] => [...silences.values()].map(shown).sort((a, b) => a.toMs - b.toMs),
      add: (given: unknown): Promise<Silence> => {
        const raw = checked(rawSilenceSchema, given, silenceFaults);
        const nowMs = clock.now();
        return keep({ ...raw, id: eventIdAt(nowMs), createdMs: nowMs });
      },
      /** Changes one that is not over. @throws Refusal `not_found`, `invalid_body` */
      async change(id: string, given: unknown): Promise<Silence> {
        const before = silences.get(id);
        if (before === undefined) throw noSuchSilence();
        if (before.toMs <= clock.now())
          throw new Refusal("invalid_body", "This silence is over; make a new one.");
        return keep({ ...before, ...checked(rawSilenceSchema, given, silenceFaults) });
      },
      /** Ends one now; one that has not begun is forgotten. @throws Refusal `not_found` */
      async end(id: string): Promise<void> {
        const silence = silences.get(id);
        if (silence === undefined) throw noSuchSilence();
        const nowMs = clock.now();
        if (silence.toMs <= nowMs) return;
        if (silence.fromMs < nowMs) return void (await keep({ ...silence, toMs: nowMs }));
        await records.silences.remove(id);
        silences.delete(id);
        changed();
      },
    },
    acknowledgements: {
      /** Says that somebody looks after an alert. @throws Refusal `not_ready` where nobody is to be told of it */
      async add(alert: Alert, given: unknown): Promise<Acknowledgement> {
        const raw = checked(rawAcknowledgementSchema, given, () => []);
        if (toldAs(alert) === undefined)
          throw new Refusal("not_ready", "It does not fire; only what fires can be acknowledged.");
        return acknowledge([alert.id], raw);
      },
      /** Says so of many at once; what does not fire is left. @throws Refusal `invalid_body`, `disk_full` */
      async addMany(all: readonly Alert[], given: unknown): Promise<AcknowledgedMany> {
        const { alerts, ...raw } = checked(rawAcknowledgementsSchema, given, () => []);
        const wanted = new Set(alerts);
        const ids = all
          .filter((alert) => wanted.has(alert.id) && toldAs(alert) !== undefined)
          .map(({ id }) => id);
        if (ids.length > 0) await acknowledge(ids, raw);
        return { acknowledged: ids.length, left: wanted.size - ids.length };
      },
      /** False where nobody had said so. */
      async remove(alert: string): Promise<boolean> {
        if (!acknowledgements.has(alert)) return false;
        await records.acknowledgements.remove(alert);
        acknowledgements.delete(alert);
        changed();
        return true;
      },
      /** Their alerts are over, and it is kept that they are. One that was said anew meanwhile stays. */
      release(released: readonly Released[]): void {
        for (const { alert, atMs } of released)
          if (acknowledgements.get(alert)?.atMs === atMs) acknowledgements.delete(alert);
      },
    },
    /** What holds now or will: what is over is left out. */
    now(): WishesNow {
      const nowMs = clock.now();
      return {
        silences: [...silences.values()].filter(({ toMs }) => toMs > nowMs),
        muteTimes: muteTimes.list(),
        inhibitions: inhibitions.list(),
        acknowledgements,
      };
    },
  };
}

async function createSlugged<Kept extends { slug: string }>(options: {
  records: QuietRecords<Kept>;
  schema: z.ZodType<Kept>;
  faultsOf: (kept: Kept) => Iterable<Reject>;
  clock: Clock;
  changed: () => void;
}) {
  const { records, schema, faultsOf, clock, changed } = options;
  let all = await records.list();
  const without = (slug: string) => all.filter((kept) => kept.slug !== slug);
  return {
    list: (): readonly (Kept & { version: number })[] => all,
    /** @throws Refusal `invalid_body`, `changed_meanwhile`, `disk_full` */
    async save(slug: string, given: unknown, onto: number | undefined) {
      const kept = checked(schema, given, function* (parsed) {
        yield* faultsOf(parsed);
        if (parsed.slug !== slug)
          yield {
            code: "custom",
            path: "slug",
            message: `the address names ${slug}, the body ${parsed.slug}`,
          };
      });
      const saved = await records.save(kept, { nowMs: clock.now(), onto });
      all = [...without(slug), { ...kept, version: saved.version }].sort((a, b) =>
        a.slug < b.slug ? -1 : 1,
      );
      changed();
      return saved;
    },
    /** False where there is none. @throws Refusal `changed_meanwhile`, `disk_full` */
    async remove(slug: string, onto: number | undefined): Promise<boolean> {
      const isThere = await records.remove(slug, { onto });
      all = without(slug);
      if (isThere) changed();
      return isThere;
    },
  };
}

function stateOf({ fromMs, toMs }: KeptSilence, nowMs: number): Silence["state"] {
  if (toMs <= nowMs) return "over";
  return fromMs <= nowMs ? "active" : "coming";
}

const noSuchSilence = () =>
  new Refusal("not_found", "There is no silence of this id. GET /api/silences lists them.");
