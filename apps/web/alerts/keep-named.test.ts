import { expect, test } from "vitest";
import { nameFault, ontoHeaders, takenAtName } from "./keep-named.ts";

test("a new one goes over none, a changed one over what was changed", () => {
  expect(ontoHeaders(undefined)).toEqual({ "if-none-match": "*" });
  expect(ontoHeaders({ version: 3 })).toEqual({ "if-match": '"3"' });
});

test("a name that is taken is said at the name, anything else as it was told", () => {
  const message = "There is one of this name already.";
  const taken = takenAtName({
    ok: false,
    failure: { code: "changed_meanwhile", message: "It was changed." },
  });
  expect(taken).toMatchObject({ ok: false, failure: { message, faults: [{ path: "name", message }] } });
  const kept = { ok: true, value: 1 } as const;
  const full = { ok: false, failure: { code: "disk_full", message: "The disk is full." } } as const;
  expect([takenAtName(kept), takenAtName(full)]).toEqual([kept, full]);
});

test("a name needs something of which an address can be made", () => {
  expect(nameFault(" ")).toBe("Give it a name.");
  for (const name of ["夜間", "!!"]) expect(nameFault(name)).toMatch(/a letter from a to z or a digit/);
  for (const name of ["Nights", "夜間 2", "7"]) expect(nameFault(name)).toBeUndefined();
});
