import type { KeptRule, SavedRule } from "@mission-control/contracts";
import type { RuleRecords } from "@mission-control/store";

type Saving = Parameters<RuleRecords["saveAll"]>;

/** The alert rules there are, in memory as they are on disk; who evaluates them hears of each that changes. */
export async function createRules(options: { records: RuleRecords }) {
  const { records } = options;
  const rules = new Map<string, SavedRule>();
  for (const rule of await records.list()) rules.set(rule.slug, rule);
  let changed: (slug: string, rule: KeptRule | undefined) => void = () => {};

  async function readAgain(slug: string): Promise<void> {
    const rule = await records.find(slug);
    if (rule === undefined) rules.delete(slug);
    else rules.set(slug, rule);
    changed(slug, rule);
  }

  return {
    /** All of them, by name. */
    list: (): SavedRule[] =>
      [...rules.values()].sort((a, b) => a.name.localeCompare(b.name, "en") || (a.slug < b.slug ? -1 : 1)),
    find: (slug: string): SavedRule | undefined => rules.get(slug),
    /** Keeps rules, all of them or none. @throws Refusal as `RuleRecords.saveAll` does */
    async save(...saving: Saving) {
      const saved = await records.saveAll(...saving);
      for (const [i, { rule }] of saving[0].entries())
        if (saved[i]?.outcome !== "unchanged") await readAgain(rule.slug);
      return saved;
    },
    /** Forgets a rule; false where there was none. @throws Refusal `changed_meanwhile` */
    async remove(...removing: Parameters<RuleRecords["remove"]>): Promise<boolean> {
      const wasThere = await records.remove(...removing);
      if (wasThere) await readAgain(removing[0]);
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
