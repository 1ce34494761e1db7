import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextInTurn } from "./rotation.ts";

const weights = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 });
const listOf = (of: readonly number[]) => of.map((weight, id) => ({ id, weight, due: 0 }));

describe("turns", () => {
  it("are as many as the weight, in each round of all weights", () => {
    fc.assert(
      fc.property(weights, (of) => {
        const list = listOf(of);
        const round = of.reduce((sum, weight) => sum + weight, 0);
        for (let rounds = 0; rounds < 2; rounds++) {
          const turns = of.map(() => 0);
          for (let i = 0; i < round; i++) turns[nextInTurn(list, () => true)!.id]!++;
          expect(turns).toEqual(of);
        }
      }),
    );
  });

  it("are spread: of 5, 1, 1 the first never goes more than twice in a row", () => {
    const list = listOf([5, 1, 1]);
    const order = Array.from({ length: 14 }, () => nextInTurn(list, () => true)!.id).join("");
    expect(order).toBe("00102000010200");
  });

  it("are for those only who may, and for nobody where nobody may or all weigh nothing", () => {
    const list = listOf([5, 1]);
    expect(nextInTurn(list, ({ id }) => id === 1)?.id).toBe(1);
    expect(nextInTurn(list, () => false)).toBeUndefined();
    expect(nextInTurn(listOf([0, 0]), () => true)).toBeUndefined();
  });
});
