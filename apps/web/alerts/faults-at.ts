import type { Reject } from "@mission-control/contracts";
import type { Failure } from "../data/outcome.ts";

/** What is wrong with a form: beside its fields, by their paths, and in words where it is of no field. */
export interface FormFaults {
  readonly at: ReadonlyMap<string, string>;
  readonly words: string | undefined;
}

/** Sorts what was refused by the fields that a form has; "matchers" has what lies below it, too. */
export function faultsAt({ message, faults = [] }: Failure, fields: readonly string[]): FormFaults {
  const isOf = ({ path }: Reject) => fields.some((field) => path === field || path.startsWith(`${field}.`));
  const at = new Map<string, string>();
  for (const fault of faults) if (isOf(fault) && !at.has(fault.path)) at.set(fault.path, fault.message);
  const others = faults.filter((fault) => !isOf(fault)).map(({ path, message }) => [path, message]);
  const words =
    others.length > 0
      ? others.map((parts) => parts.filter(Boolean).join(": ")).join("; ")
      : at.size > 0
        ? undefined
        : message;
  return { at, words };
}

/** Of faults below a list of rows those of each row, by its number; -1 is the list itself. */
export function rowFaults(at: ReadonlyMap<string, string>, list: string): ReadonlyMap<number, string> {
  const rows = new Map<number, string>();
  for (const [path, message] of at) {
    if (path === list) rows.set(-1, message);
    const [, row] = path.startsWith(`${list}.`) ? (/^\.(\d+)/.exec(path.slice(list.length)) ?? []) : [];
    if (row !== undefined) rows.set(Number(row), message);
  }
  return rows;
}
