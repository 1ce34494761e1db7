import { expect, test } from "vitest";
import { faultsAt, rowFaults } from "./faults-at.ts";

const fault = (path: string, message: string) => ({ code: "custom", path, message });

test("what is refused stands beside its field; what is of no field, and what has none, is told in words", () => {
  const fields = ["reason", "matchers"];
  const given = [
    fault("reason", "say why"),
    fault("matchers.1.value", "too long"),
    fault("zone", "no such zone"),
  ];
  const { at, words } = faultsAt({ message: "Refused.", faults: given }, fields);
  expect([...at]).toEqual([
    ["reason", "say why"],
    ["matchers.1.value", "too long"],
  ]);
  expect(words).toBe("zone: no such zone");
  expect(rowFaults(at, "matchers")).toEqual(new Map([[1, "too long"]]));
  expect(rowFaults(new Map([["matchers", "say which alerts"]]), "matchers")).toEqual(
    new Map([[-1, "say which alerts"]]),
  );
  expect(faultsAt({ message: "Refused.", faults: given.slice(0, 1) }, fields).words).toBeUndefined();
  expect(faultsAt({ message: "The server cannot be reached." }, fields).words).toBe(
    "The server cannot be reached.",
  );
});
