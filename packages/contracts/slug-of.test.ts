import { describe, expect, it } from "vitest";
import { slugOf } from "./slug-of.ts";
import { viewSchema } from "./view.ts";

describe("a view's name in its address", () => {
  it("is what can stand there", () => {
    expect(["Shop, EU-West", "  Über uns ", "日本", "a".repeat(90), "-x-"].map(slugOf)).toEqual([
      "shop-eu-west",
      "uber-uns",
      "",
      "a".repeat(64),
      "x",
    ]);
    for (const name of ["Shop, EU-West", "1", "x -".repeat(40)])
      expect(viewSchema.shape.slug.safeParse(slugOf(name)).success).toBe(true);
  });
});
