import { expect, test } from "vitest";
import { newsSince } from "./news.ts";

const versions = (...numbers: number[]) => numbers.map((version) => ({ version }));

test("what is new is each version since the one that was opened", () => {
  expect(newsSince(versions(5, 4, 3, 2, 1), 3)).toEqual(versions(5, 4));
  expect(newsSince(versions(1), 0)).toEqual(versions(1));
  expect(newsSince([], 3)).toEqual([]);
});

test("of a view that was removed and made anew everything is new, though its versions count from the first again", () => {
  expect(newsSince(versions(2, 1), 3)).toEqual(versions(2, 1));
});
