import { describe, expect, test } from "vitest";
import { z } from "zod";
import { limits } from "./limits.ts";
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

  test("are as many as an answer holds, in short, and the others are counted", () => {
    const value = { a: { b: Array.from({ length: 250 }, () => "x") }, ["k".repeat(5_000)]: 1 };
    const rejects = faults(value, "y".repeat(5_000));
    expect(rejects).toHaveLength(limits.rejectsPerAnswer + 1);
    expect(rejects.at(-1)).toEqual({ code: "more", path: "", message: "and 151 more" });
    const { rejectTextLength } = limits;
    expect(rejects.every(({ path }) => path.length <= rejectTextLength)).toBe(true);
    expect(faults({ a: { b: [] }, ["k".repeat(5_000)]: 1 })[0]?.message).toHaveLength(rejectTextLength);
    expect(faults({ a: { b: value.a.b.slice(0, 100) } })).toHaveLength(100);
  });
});
