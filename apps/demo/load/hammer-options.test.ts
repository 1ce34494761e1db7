import { describe, expect, it } from "vitest";
import { parseHammerOptions } from "./hammer-options.ts";

const url = "http://127.0.0.1:4411";
const wrong = (given: object) => {
  const parsed = parseHammerOptions({ url, ...given });
  return "wrong" in parsed ? parsed.wrong.join("\n") : "nothing";
};

describe("the hammer's options", () => {
  it("are texts of a command line, and have defaults", () => {
    expect(parseHammerOptions({ url, rate: "80", for: "1.5m", mix: "pages", amount: "100" })).toEqual({
      options: {
        url,
        rate: 80,
        for: 90_000,
        amount: 100,
        mix: "pages",
        connections: 128,
        users: 120,
        seed: "hammer",
      },
    });
    expect(parseHammerOptions({ url })).toMatchObject({ options: { rate: 50, mix: "shop" } });
  });

  it("say in words what is wrong with each", () => {
    expect(wrong({ rate: "fast" })).toContain("--rate: a number above 0, at most 5000");
    expect(wrong({ rate: "0" })).toContain("--rate: must be above 0");
    expect(wrong({ rate: "90000" })).toContain("--rate: at most 5000");
    expect(wrong({ for: "soon" })).toContain('--for: "soon" is no time up to a week: write 30s, 5m or 1h');
    expect(wrong({ for: "0s" })).toContain("--for");
    expect(wrong({ for: "8000h" })).toContain("--for");
    expect(wrong({ amount: "2.5" })).toContain("--amount: a whole number");
    expect(wrong({ mix: "page" })).toContain('--mix: "page" is no mix (did you mean pages?): there are shop');
    expect(wrong({ url: "here" })).toContain("--url: an address such as http://127.0.0.1:4411");
    expect(wrong({ url: "ftp://127.0.0.1" })).toContain("--url");
    expect(wrong({ rates: "1" })).toContain("there is no --rates (did you mean --rate?)");
    expect(wrong({ rate: "x", mix: "y" }).split("\n")).toHaveLength(2);
  });
});
