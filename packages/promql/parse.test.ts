import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatExpr, PromqlError, parseExpr, typeOf } from "./index.ts";

const again = (text: string) => formatExpr(parseExpr(text));

function errorOf(text: string): PromqlError {
  try {
    parseExpr(text);
  } catch (error) {
    if (error instanceof PromqlError) return error;
    throw error;
  }
  throw new Error(`${text} parses`);
}

describe("an expression", () => {
  it.each([
    ["a + b * c ^ d ^ e", "+"],
    ["a * b + c", "+"],
    ["a or b and c", "or"],
    ["a == b + c", "=="],
    ["a and b == c", "and"],
    ["a - b - c", "-"],
  ])("%s has %s outermost", (text, op) => {
    expect(parseExpr(text)).toMatchObject({ kind: "binary", op });
  });

  it("binds what stands behind a selector to that selector alone", () => {
    expect(parseExpr("a + b offset 5m")).toMatchObject({ op: "+", right: { offset: { seconds: 300 } } });
    expect(parseExpr("rate((a * b)[5m:1m])")).toMatchObject({
      args: [{ kind: "subquery", expr: { kind: "paren" } }],
    });
    expect(errorOf("-a[5m:1m]").message).toContain('got "range vector"');
    expect(parseExpr("-a @ 10 ^ b")).toMatchObject({
      kind: "unary",
      expr: { op: "^", left: { at: 10_000 } },
    });
  });

  it("takes the power before the sign, and the sign before the product", () => {
    expect(parseExpr("-2 ^ 2")).toMatchObject({ kind: "unary", expr: { op: "^" } });
    expect(parseExpr("-2 * 2")).toMatchObject({ op: "*", left: { kind: "number", value: -2 } });
    expect(parseExpr("a ^ b ^ c")).toMatchObject({ left: { kind: "vector_selector" }, right: { op: "^" } });
  });

  it("may use words of the language as names", () => {
    for (const name of ["sum", "by", "rate", "start", "fill", "step", "min_of", "and"]) {
      expect(again(`${name}{a="b"}`)).toBe(`${name}{a="b"}`);
    }
  });

  it("may quote any name", () => {
    expect(parseExpr('{"http.requests", "label ü"="x"}')).toMatchObject({
      matchers: [
        { name: "label ü", value: "x" },
        { name: "__name__", value: "http.requests" },
      ],
    });
  });

  it("writes numbers in every form of the language", () => {
    for (const [text, value] of [
      ["0x1F", 31],
      ["1e3", 1000],
      ["1_000", 1000],
      [".5", 0.5],
      ["2.", 2],
      ["1h30m", 5400],
      ["+Inf", Number.POSITIVE_INFINITY],
      ["-inf", Number.NEGATIVE_INFINITY],
      ["NaN", Number.NaN],
    ] as const) {
      expect(parseExpr(text)).toMatchObject({ kind: "number", value });
    }
  });

  it("has the type of its outermost part", () => {
    expect(
      ["1 + 1", "a + 1", "a[5m]", "'x'", "rate(a[5m])", "a[5m:]", "scalar(a)"].map((t) =>
        typeOf(parseExpr(t)),
      ),
    ).toEqual(["scalar", "vector", "matrix", "string", "vector", "matrix", "scalar"]);
  });

  it("may be as long as a program writes it, but not nested without end", () => {
    expect(typeOf(parseExpr(Array(400).fill("a").join(" + ")))).toBe("vector");
    for (const text of [
      `${"(".repeat(600)}1${")".repeat(600)}`,
      "-".repeat(9_000),
      Array(9_000).fill("1").join("+"),
    ]) {
      expect(errorOf(text).kind).toBe("bad_data");
    }
    expect(errorOf(`${"(".repeat(4_000)}1${")".repeat(4_000)}`).message).toContain("levels deep");
  });
});

describe("the regular expressions of a query", () => {
  const tooLarge = expect.stringContaining("regular expressions are too large");

  it("have 20000 characters together at most, wherever they stand", () => {
    const half = "x".repeat(10_000);
    expect(typeOf(parseExpr(`a{b=~"${half}",c!~"${half}",d="${half}"}`))).toBe("vector");
    expect(errorOf(`a{b=~"${half}"} +\n c{b!~"${half}",d=~"y"}`)).toMatchObject({
      kind: "bad_data",
      message: tooLarge,
      line: 2,
      column: 10013,
    });
    expect(errorOf(`label_replace(a{b=~"${half}"}, "c", "", "b", ("${half}y"))`)).toMatchObject({
      kind: "bad_data",
      message: tooLarge,
      column: 10040,
    });
  });

  it("count a repetition as often as it is repeated, and are refused before they are compiled", () => {
    expect(typeOf(parseExpr('a{b=~"(x{900})y"}'))).toBe("vector");
    for (const pattern of ["x{1000}".repeat(21), `(${"xyz".repeat(10)}){1000}`]) {
      expect(errorOf(`a{b=~"${pattern}"}`)).toMatchObject({ message: tooLarge, column: 6 });
    }
  });

  it("stand with at most 100 matchers in one selector", () => {
    const selector = (count: number) => `{${Array(count).fill('a="b"').join(",")}}`;
    expect(typeOf(parseExpr(selector(100)))).toBe("vector");
    expect(errorOf(selector(101))).toMatchObject({
      kind: "bad_data",
      message: "1:602: parse error: vector selector must have at most 100 label matchers",
    });
  });
});

describe("a wrong expression", () => {
  it.each([
    ["", "1:1: parse error: no expression found in input"],
    ["a +", "1:4: parse error: unexpected end of input"],
    ["a b", '1:3: parse error: unexpected identifier "b"'],
    ["\n\n  a $", '3:5: parse error: unexpected character: "$"'],
    ["foo(a)", '1:1: parse error: unknown function with name "foo"'],
    ["1 + abs(", "1:9: parse error: unclosed left parenthesis"],
    ['a{b="c', "1:5: parse error: unterminated quoted string"],
    [
      "rate(x)",
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ["rate(x[5m], 1)", '1:1: parse error: expected 1 argument(s) in call to "rate", got 2'],
    ["sum(1)", "1:5: parse error: expected type instant vector in aggregation expression, got scalar"],
    [
      "topk(a)",
      "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1",
    ],
    ["1 == 1", "1:1: parse error: comparisons between scalars must use BOOL modifier"],
    ["a + bool b", "1:1: parse error: bool modifier can only be used on comparison operators"],
    ["a and 1", '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
    ["1 + on(a) b", "1:1: parse error: vector matching only allowed between instant vectors"],
    ["a and on(x) group_left(y) b", '1:7: parse error: no grouping allowed for "and" operation'],
    ["{}", "1:1: parse error: vector selector must contain at least one non-empty matcher"],
    ["(a)[5m]", "1:1: parse error: ranges only allowed for vector selectors"],
    ["a offset 1m offset 2m", "1:1: parse error: offset may not be set multiple times"],
    [
      "sum(a) offset 1m",
      "1:1: parse error: offset modifier must be preceded by an instant vector selector or range",
    ],
    ["a[0s]", "1:3: parse error: duration must be greater than 0"],
    ["a[5m-10m]", "1:3: parse error: duration must be greater than 0"],
    ["a[1m/0]", "1:3: parse error: division by zero"],
    ["deriv(a[1m] smoothed)", "1:7: parse error: smoothed modifier can only be used with"],
  ])("%j says %s", (text, message) => {
    const error = errorOf(text);
    expect(error.message).toContain(message);
    expect(error.message.startsWith(`${error.line}:${error.column}: `)).toBe(true);
    expect(error.kind).toBe("bad_data");
  });

  it.each([
    ["foo{bar=}", '1:9: parse error: unexpected "}" in label matching, expected string'],
    ["foo{bar=baz}", '1:9: parse error: unexpected identifier "baz" in label matching, expected string'],
    [
      "foo{a b}",
      '1:7: parse error: unexpected identifier "b" in label matching, expected label matching operator',
    ],
    ["foo{,}", '1:5: parse error: unexpected "," in label matching, expected identifier or "}"'],
    [
      'foo{a="b" c="d"}',
      '1:11: parse error: unexpected identifier "c" in label matching, expected "," or "}"',
    ],
    ["foo{a=", "1:7: parse error: unexpected end of input inside braces, expected string"],
    ["sum(one) by", '1:12: parse error: unexpected end of input in grouping opts, expected "("'],
    ["sum by a (x)", '1:8: parse error: unexpected identifier "a" in grouping opts, expected "("'],
    ["sum by (1) (x)", '1:9: parse error: unexpected number "1" in grouping opts, expected label'],
    [
      "sum by (a b) (x)",
      '1:11: parse error: unexpected identifier "b" in grouping opts, expected "," or ")"',
    ],
    ["sum by (a", "1:10: parse error: unclosed left parenthesis"],
    ["sum by (a)", '1:11: parse error: unexpected end of input in aggregation, expected "("'],
    ["a + on b", '1:8: parse error: unexpected identifier "b" in grouping opts, expected "("'],
    ["one offset", "1:11: parse error: unexpected end of input in offset, expected duration"],
    ["one offset -", "1:13: parse error: unexpected end of input in offset, expected duration"],
    ["one @", "1:6: parse error: unexpected end of input in @, expected timestamp"],
    ["one @ foo", '1:7: parse error: unexpected identifier "foo" in @, expected timestamp'],
    ["rate(foo[])", '1:10: parse error: unexpected "]" in range, expected duration'],
    ["rate(foo[5m)", '1:12: parse error: unexpected ")" in subquery or range, expected ":" or "]"'],
    ["foo[5m:1m", "1:10: parse error: unclosed left bracket"],
    ["a +", "1:4: parse error: unexpected end of input, expected expression"],
    ["by (a)", '1:4: parse error: unexpected "("'],
  ])("%j says what was expected: %s", (text, message) => {
    expect(errorOf(text).message).toBe(message);
  });

  it("that needs native histograms says that they are not kept, not that its function is unknown", () => {
    for (const name of ["avg", "count", "stddev", "stdvar", "sum"]) {
      const { message } = errorOf(`histogram_${name}(a)`);
      expect(message).toContain(`function "histogram_${name}" is not supported: it reads native histograms`);
    }
    expect(errorOf("info(a)").message).toContain('function "info" is not supported');
  });

  it("names a time for @ that 64 bits hold", () => {
    expect(errorOf("one @ 1e20").message).toBe(
      "1:1: parse error: timestamp out of bounds for @ modifier: 100000000000000000000.000000",
    );
    expect(errorOf("one @ -1e19").message).toContain("out of bounds");
    expect(errorOf("one @ Inf").message).toContain("out of bounds for @ modifier: +Inf");
    expect(typeOf(parseExpr("one @ 1e10"))).toBe("vector");
  });

  it("is told from a right one, whatever its text", () => {
    const piece = fc.constantFrom(
      "a",
      "sum",
      "(",
      ")",
      "[",
      "]",
      "5m",
      ":",
      "{",
      "}",
      "=",
      '"x',
      "+",
      "-",
      "offset",
      " ",
      "@",
      "by",
      "1",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          formatExpr(parseExpr(pieces.join("")));
        } catch (error) {
          expect(error).toBeInstanceOf(PromqlError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the text of an expression", () => {
  const selector = fc.constantFrom(
    "a",
    'b{c="d"}',
    "x offset 5m",
    "y @ 12.5",
    '{__name__=~"z.*"}',
    'w{q="\\"\\n"}',
    "u offset -1m",
  );
  const expr = fc.letrec<{ vector: string; scalar: string }>((tie) => ({
    vector: fc.oneof(
      { maxDepth: 4 },
      selector,
      fc
        .tuple(
          tie("vector"),
          fc.constantFrom("+", "- on (a)", "* ignoring (b) group_left (c)", "or", "> bool"),
          tie("vector"),
        )
        .map(([l, op, r]) => `${l} ${op} ${r}`),
      tie("vector").map((v) => `-${v}`),
      tie("vector").map((v) => `(${v})`),
      tie("vector").map((v) => `sum by (a, b) (${v})`),
      tie("vector").map((v) => `max_over_time((${v})[1h:5m] offset 1d)`),
      fc.tuple(tie("vector"), tie("scalar")).map(([v, s]) => `topk(${s}, ${v})`),
      fc.tuple(tie("vector"), tie("scalar")).map(([v, s]) => `${v} ^ ${s}`),
    ),
    scalar: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("1", "-0.5", "Inf", "time()"),
      tie("scalar").map((s) => `${s} * ${s}`),
      tie("vector").map((v) => `scalar(${v})`),
    ),
  })).vector;

  it("parses to an expression of the same text", () => {
    fc.assert(
      fc.property(expr, (text) => {
        const formatted = again(text);
        expect(again(formatted)).toBe(formatted);
      }),
    );
  });

  it("leaves no space and no sign out that matters", () => {
    for (const text of [
      "-2 ^ 2",
      "a - -1",
      "rate(a[1h30m] offset -5m)",
      "sum without (a) (b)",
      'count_values("v", a) / on (x) group_right (y) b',
      "a[5m:30s] @ start() offset 1d",
      "a[(step() + 1s)]",
      "a + fill_left (0) fill_right (1) b",
    ]) {
      expect(again(text)).toBe(text);
    }
  });
});

describe("a function that was renamed", () => {
  it("is known by its old name too, and a metric may still have that", () => {
    expect(formatExpr(parseExpr("holt_winters (x[5m], 0.5, 0.1) + holt_winters"))).toBe(
      "double_exponential_smoothing(x[5m], 0.5, 0.1) + holt_winters",
    );
    expect(() => parseExpr("holt_winters(x, 0.5, 0.1)")).toThrow(/expected type range vector/);
  });
});
