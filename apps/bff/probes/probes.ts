import {
  type Probe,
  type ProbeDetails,
  type ProbeList,
  type ProbeResult,
  type ProbeStand,
  probeSchema,
  type RawEvent,
  Refusal,
  type Reject,
  rejectsOf,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { type Check, createProber, eventOfTurn, type GuardedLookup } from "@mission-control/sources";
import type { KeptProbe, ProbeRecords } from "@mission-control/store";
import { refuseInside } from "./refuse-inside.ts";

/** Checks of a list's strip. */
const COURSE = 40;
/** Probes that are tried at the same time. */
const TRIES_AT_ONCE = 8;

/** See `createProbes`. */
export type Probes = Awaited<ReturnType<typeof createProbes>>;

/** The probes that people made, and the prober that checks them from this place. */
export async function createProbes(options: {
  records: ProbeRecords;
  clock: Clock;
  place: string;
  check: Check;
  /** Whom a probe would speak to is looked up before it is kept. */
  lookup: GuardedLookup;
  accept: (events: readonly RawEvent[]) => Promise<void>;
  onError: (error: unknown) => void;
}) {
  const { records, clock, place, check, lookup, accept, onError } = options;
  const prober = createProber({
    clock,
    place,
    check,
    onTurn(turn) {
      const { ok, atMs } = turn.result;
      void records.failing(turn.probe.slug, ok ? null : atMs).catch(onError);
      void accept([eventOfTurn(turn, place)]).catch(onError);
    },
  });
  const kept = new Map<string, Pick<KeptProbe, "probe" | "version">>();
  for (const { probe, version, failingSinceMs } of await records.list()) {
    kept.set(probe.slug, { probe, version });
    prober.set(probe, { atOnce: false, failingSinceMs });
  }
  let tries = 0;

  function standOf({ probe, version }: Pick<KeptProbe, "probe" | "version">): ProbeStand {
    const { failingSinceMs, results } = prober.stand(probe.slug);
    const course = results.slice(0, COURSE).map(({ atMs, ok, tookMs }) => ({ atMs, ok, tookMs }));
    return { probe, version, failingSinceMs, last: results[0] ?? null, course };
  }

  return {
    collect: prober.collect,
    metadata: prober.metadata,
    /** As a source; undefined where there is nothing to check. */
    status: () => (kept.size === 0 ? undefined : prober.status()),
    stop: prober.stop,
    /** All of them, by name. */
    list(): ProbeList {
      const byName = [...kept.values()].sort(
        (a, b) => a.probe.name.localeCompare(b.probe.name, "en") || (a.probe.slug < b.probe.slug ? -1 : 1),
      );
      return { place, nowMs: clock.now(), probes: byName.map(standOf) };
    },
    /** One with all results that are known; undefined where there is none of this slug. */
    find(slug: string): ProbeDetails | undefined {
      const found = kept.get(slug);
      if (found === undefined) return undefined;
      const { results } = prober.stand(slug);
      return { ...standOf(found), place, nowMs: clock.now(), results: [...results] };
    },
    /**
     * Keeps what came in under its slug and checks it at once; `onto` is the version it builds on, 0 for none.
     * @throws Refusal `invalid_body`, `changed_meanwhile`, `disk_full`
     */
    async save(slug: string, given: unknown, onto: number | undefined) {
      const probe = probeIn(given);
      if (probe.slug !== slug)
        throw unusable([
          { code: "custom", path: "slug", message: `the address names ${slug}, the body ${probe.slug}` },
        ]);
      await refuseInside(probe, { lookup, clock });
      const { outcome, version } = await records.save(probe, { nowMs: clock.now(), onto });
      kept.set(slug, { probe, version });
      prober.set(probe, { atOnce: true });
      return { outcome, version };
    },
    /** Forgets a probe; false where there was none. @throws Refusal `changed_meanwhile`, `disk_full` */
    async remove(slug: string, onto: number | undefined): Promise<boolean> {
      const removed = await records.remove(slug, { onto });
      kept.delete(slug);
      prober.remove(slug);
      return removed;
    },
    /** Checks what came in once, without keeping anything. @throws Refusal `invalid_body`, `overloaded` */
    async try(given: unknown): Promise<ProbeResult> {
      const probe = probeIn(given);
      if (tries >= TRIES_AT_ONCE)
        throw new Refusal("overloaded", `${tries} probes are being tried already; try again in a moment.`);
      tries++;
      try {
        await refuseInside(probe, { lookup, clock });
        return await check(probe);
      } finally {
        tries--;
      }
    },
  };
}

function probeIn(given: unknown): Probe {
  const parsed = probeSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw unusable(rejectsOf(parsed.error));
}

function unusable(faults: Reject[]): Refusal {
  const [first] = faults;
  const told = first === undefined ? "" : ` ${first.path === "" ? "" : `${first.path}: `}${first.message}.`;
  return new Refusal("invalid_body", `This cannot be used as a probe; nothing was kept.${told}`, {
    errors: faults,
  });
}
