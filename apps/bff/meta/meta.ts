import {
  type MetaKind,
  type MetaList,
  type MetaRule,
  type MetaSettings,
  type MetaTrigger,
  metaKinds,
  Refusal,
  type Reject,
  rejectsOf,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { MetaRecords } from "@mission-control/store";

type Kept = Omit<MetaList["rules"][number], "match" | "about"> & (MetaRule | MetaTrigger);

/** See `createMeta`. */
export type Meta = Awaited<ReturnType<typeof createMeta>>;

/**
 * What is said of metrics, of label sets and of events: in the settings file, and by people on the page. Of the same thing only
 * one says: what stands in the settings is changed there.
 * @throws Error in words where the settings say something twice.
 */
export async function createMeta(options: { records: MetaRecords; settings: MetaSettings; clock: Clock }) {
  const { records, settings, clock } = options;
  const all = { rules: new Map<string, Kept>(), triggers: new Map<string, Kept>() };
  for (const kind of ["rules", "triggers"] as const) {
    for (const [i, entry] of settings[kind].entries()) {
      const key = keyOf(kind, entry);
      if (all[kind].has(key))
        throw new Error(`meta.${kind}.${i}.match of mission-control.yaml: ${key} stands there twice`);
      all[kind].set(key, { ...entry, key, origin: "settings" });
    }
  }
  const kept = await records.list();
  for (const kind of ["rules", "triggers"] as const) {
    for (const entry of kept[kind]) {
      const key = keyOf(kind, entry);
      if (!all[kind].has(key)) all[kind].set(key, { ...entry, key, origin: "made" });
    }
  }

  /** @throws Refusal `built_in` where the settings say it */
  function refuseSettings(kind: MetaKind, key: string): void {
    if (all[kind].get(key)?.origin === "settings")
      throw new Refusal(
        "built_in",
        `What is said of ${key} stands in mission-control.yaml; change it there.`,
      );
  }

  return {
    list: (): MetaList => ({
      rules: [...all.rules.values()] as MetaList["rules"],
      triggers: [...all.triggers.values()] as MetaList["triggers"],
    }),
    /**
     * Keeps what came in under its key; `onto` is the version it builds on, 0 for none.
     * @throws Refusal `invalid_body`, `built_in`, `changed_meanwhile`, `disk_full`
     */
    async save(kind: MetaKind, key: string, given: unknown, onto: number | undefined) {
      refuseSettings(kind, key);
      const { schema, most } = metaKinds[kind];
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw unusable(rejectsOf(parsed.error));
      const entry = parsed.data;
      const named = keyOf(kind, entry);
      if (named !== key)
        throw unusable([
          { code: "custom", path: "match", message: `the address names ${key}, the body ${named}` },
        ]);
      const made = [...all[kind].values()].filter(({ origin }) => origin === "made").length;
      if (made >= most && !all[kind].has(key))
        throw new Refusal("invalid_body", `${most} ${kind} are kept already; remove one first.`);
      const { outcome, version } = await records.save(kind, entry, { nowMs: clock.now(), onto });
      all[kind].set(key, { ...entry, key, version, origin: "made" });
      return { outcome, version };
    },
    /** Forgets what was said; false where nothing was. @throws Refusal `built_in`, `changed_meanwhile`, `disk_full` */
    async remove(kind: MetaKind, key: string, onto: number | undefined): Promise<boolean> {
      refuseSettings(kind, key);
      const removed = await records.remove(kind, key, { onto });
      all[kind].delete(key);
      return removed;
    },
  };
}

function keyOf(kind: MetaKind, entry: MetaRule | MetaTrigger): string {
  return kind === "rules"
    ? metaKinds.rules.keyOf(entry as MetaRule)
    : metaKinds.triggers.keyOf(entry as MetaTrigger);
}

function unusable(faults: Reject[]): Refusal {
  const [first] = faults;
  const told = first === undefined ? "" : ` ${first.path === "" ? "" : `${first.path}: `}${first.message}.`;
  return new Refusal("invalid_body", `This cannot be kept; nothing was.${told}`, { errors: faults });
}
