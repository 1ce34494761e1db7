import {
  type CustomFunction,
  customFunctionSchema,
  type FunctionList,
  limits,
  Refusal,
  type Reject,
  rejectsOf,
} from "@mission-control/contracts";
import { type Code, FunctionFault, faultsOf, readyMade } from "@mission-control/functions";
import type { Clock } from "@mission-control/series";
import type { FunctionRecords } from "@mission-control/store";

/** See `createFunctions`. */
export type Functions = Awaited<ReturnType<typeof createFunctions>>;

/**
 * The functions there are: those that ship with the product, those of the settings file, and those that people made. A name is
 * one function's; what is made cannot take another's.
 * @throws Error in words where a function of the settings cannot be used.
 */
export async function createFunctions(options: {
  records: FunctionRecords;
  settings: readonly CustomFunction[];
  clock: Clock;
  /** Whether code is a function. @throws FunctionFault */
  checkCode: (code: Code) => Promise<void>;
}) {
  const { records, settings, clock, checkCode } = options;
  const all = new Map<string, FunctionList["functions"][number]>();
  for (const one of readyMade) all.set(one.name, { ...one, origin: "ready-made" });
  for (const [i, one] of settings.entries()) {
    const [fault] = all.has(one.name)
      ? [{ path: "name", message: `another function is called "${one.name}"` }]
      : await faultsIn(one, checkCode);
    if (fault !== undefined)
      throw new Error(`functions.${i}.${fault.path} of mission-control.yaml: ${fault.message}`);
    all.set(one.name, { ...one, origin: "settings" });
  }
  for (const one of await records.list())
    if (!all.has(one.name)) all.set(one.name, { ...one, origin: "made" });

  /** @throws Refusal `built_in` where a name is not free for what is made */
  function refuseTaken(name: string): void {
    const origin = all.get(name)?.origin ?? "made";
    if (origin === "made") return;
    const why =
      origin === "settings" ? "stands in mission-control.yaml; change it there" : "ships with the product";
    throw new Refusal("built_in", `The function "${name}" ${why}. Keep yours under another name.`);
  }

  return {
    /** By name. */
    all: (): ReadonlyMap<string, CustomFunction> => all,
    list: (): FunctionList => ({ functions: [...all.values()] }),
    /** Keeps what came in under a name. @throws Refusal `invalid_body`, `built_in`, `disk_full` */
    async save(name: string, given: unknown): Promise<"created" | "replaced"> {
      refuseTaken(name);
      const parsed = customFunctionSchema.safeParse(
        typeof given === "object" && given !== null ? { name, ...given } : given,
      );
      if (!parsed.success) throw unusable(rejectsOf(parsed.error));
      const made = parsed.data;
      if (made.name !== name)
        throw unusable([
          { code: "custom", path: "name", message: `the address names "${name}", the body "${made.name}"` },
        ]);
      const faults = await faultsIn(made, checkCode);
      if (faults.length > 0) throw unusable(faults);
      const count = [...all.values()].filter(({ origin }) => origin === "made").length;
      if (count >= limits.functions && !all.has(name))
        throw new Refusal(
          "invalid_body",
          `${limits.functions} functions are kept already; remove one first.`,
        );
      const done = await records.save(made, clock.now());
      all.set(name, { ...made, origin: "made" });
      return done;
    },
    /** Forgets one; false where there was none. @throws Refusal `built_in`, `disk_full` */
    async remove(name: string): Promise<boolean> {
      refuseTaken(name);
      const removed = await records.remove(name);
      all.delete(name);
      return removed;
    },
  };
}

/** What is wrong with a function, its code included; `line` of a fault in the code stands in its words. */
async function faultsIn(given: CustomFunction, checkCode: (code: Code) => Promise<void>): Promise<Reject[]> {
  const faults = faultsOf(given);
  if (faults.length > 0) return faults;
  try {
    await checkCode(given);
    return [];
  } catch (error) {
    if (!(error instanceof FunctionFault)) throw error;
    return [{ code: error.kind, path: "code", message: error.message }];
  }
}

function unusable(faults: Reject[]): Refusal {
  const [first] = faults;
  const told = first === undefined ? "" : ` ${first.path === "" ? "" : `${first.path}: `}${first.message}.`;
  return new Refusal("invalid_body", `This function cannot be used; nothing was kept.${told}`, {
    errors: faults,
  });
}
