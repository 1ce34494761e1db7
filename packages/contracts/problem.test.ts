import { describe, expect, test } from "vitest";
import { z } from "zod";
import { problemCodes, Refusal } from "./problem.ts";
import { rejectsOf } from "./reject.ts";

describe("a refusal", () => {
  test("has a code of the list, its words, its faults and its cause", () => {
    const errors = [{ code: "invalid_type", path: "0.type", message: "no text" }];
    const cause = new Error("disk");
    const refusal = new Refusal("disk_full", "nothing was kept", { errors, cause });
    expect(refusal).toMatchObject({
      name: "Refusal",
      code: "disk_full",
      message: "nothing was kept",
      errors,
      cause,
    });
    expect(refusal).toBeInstanceOf(Error);
  });

  test("has a status that is an error, and 503 where a client may try again", () => {
    for (const status of Object.values(problemCodes)) expect(status).toBeGreaterThanOrEqual(400);
    for (const code of ["spool_full", "disk_full", "store_away"] as const)
      expect(problemCodes[code]).toBe(503);
  });
});

describe("the faults that zod found", () => {
  const schema = z.strictObject({ a: z.object({ b: z.array(z.number()) }) });
  const faults = (value: unknown, at?: string) => rejectsOf(schema.safeParse(value).error!, at);

  test("have their place, below where the value was", () => {
    expect(faults({ a: { b: [1, "x", true] } }, "7").map((reject) => reject.path)).toEqual([
      "7.a.b.1",
      "7.a.b.2",
    ]);
    expect(faults({ a: { b: ["x"] } })).toEqual([
      {
        code: "invalid_type",
        path: "a.b.0",
        message: "Invalid input: expected number, received string",
      },
    ]);
    expect(faults(null)[0]?.path).toBe("");
  });
});
