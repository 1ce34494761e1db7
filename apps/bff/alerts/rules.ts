import type { KeptRule, SavedRule } from "@mission-control/contracts";
import type { RuleRecords } from "@mission-control/store";

const collator = new Intl.Collator("en");

type Saving = Parameters<RuleRecords["saveAll"]>;

/** The alert rules there are, in memory as they are on disk; who evaluates them hears of each that changes. */
export async function createRules(options: { records: RuleRecords }) {
  const { records } = options;
  const rules = new Map<string, SavedRule>();
  for (const rule of await records.list()) rules.set(rule.slug, rule);
  let byName: SavedRule[] | undefined;
  let changed: (slug: string, rule: KeptRule | undefined) => void = () => {};

  return {
    /** All of them, by name. */
    list(): readonly SavedRule[] {
      byName ??= [...rules.values()].sort(
        (a, b) => collator.compare(a.name, b.name) || (a.slug < b.slug ? -1 : 1),
      );
      return byName;
    },
    find: (slug: string): SavedRule | undefined => rules.get(slug),
    /** Keeps rules, all of them or none. @throws Refusal as `RuleRecords.saveAll` does */
    async save(...saving: Saving) {
      const saved = await records.saveAll(...saving);
      byName = undefined;
      const [given, { nowMs, savedBy = "" }] = saving;
      for (const [i, { rule }] of given.entries()) {
        const { outcome, version } = saved[i]!;
        if (outcome === "unchanged") continue;
        const kept = { ...rule, version, savedMs: nowMs, savedBy };
        rules.set(rule.slug, kept);
        changed(rule.slug, kept);
      }
      return saved;
    },
    /** Forgets a rule; false where there was none. @throws Refusal `changed_meanwhile` */
    async remove(...removing: Parameters<RuleRecords["remove"]>): Promise<boolean> {
      const wasThere = await records.remove(...removing);
      if (wasThere) {
        byName = undefined;
        rules.delete(removing[0]);
        changed(removing[0], undefined);
      }
      return wasThere;
    },
    versions: records.versions,
    /** Says who is told of each rule that is new, another now, or gone. */
    onChange(listener: typeof changed): void {
      changed = listener;
    },
  };
}

/** The alert rules there are. */
export type Rules = Awaited<ReturnType<typeof createRules>>;
