import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOfLinks } from "./links.ts";
import { plainText } from "./plain-text.ts";
import { rangeMsOf } from "./time-range.ts";

describe("the text of HTML", () => {
  it.each([
    ["<p>One</p><p>two <b>words</b></p>", "One\n\ntwo words"],
    ["<ul><li>a</li><li>b</li></ul>", "- a\n- b"],
    ["a<br>b &lt;c&gt; &#38; &quot;d&quot;", 'a\nb <c> & "d"'],
    ["<style>p {}</style><script>run()</script>left", "left"],
    ["<script>never closed", ""],
    ['<a target="_blank" href="https://example.org/a?b=c">here</a>', "[here](https://example.org/a?b=c)"],
    ['<a href="javascript:run()">here</a>', "here"],
    ["<!-- not this -->this", "this"],
  ])("%s is %s", (html, text) => expect(plainText(html)).toBe(text));

  it("has no tag left that a browser would read", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "</",
      "script",
      "img src=x onerror=y",
      "<!--",
      "-->",
      " ",
      "a",
      '"',
      "/",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(plainText(pieces.join(""))).not.toMatch(/<[a-z/!]/i);
      }),
    );
  });
});

describe("links", () => {
  it("to web addresses become lines, and others are told of", () => {
    const { lines, left } = linesOfLinks(
      [
        { title: "Docs", url: "https://example.org" },
        { title: "Run", url: "javascript:run()" },
        { title: "Host", url: "https://example.org/$host" },
        { title: "All", type: "dashboards" },
      ],
      "its link",
    );
    expect(lines).toEqual(["Docs: https://example.org"]);
    expect(left).toEqual([
      "its link “Run” is left out: it leads to no web address",
      "its link “Host” is left out: its address is made of variables",
      "its link “All” is left out: it lists other dashboards",
    ]);
  });
});

describe("the stretch of time of a dashboard", () => {
  it.each([
    ["now-15m", "now", 900_000],
    ["now-2d/d", "now-1d/d", 86_400_000],
    ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", 3_600_000],
    ["yesterday", "now", 21_600_000],
    ["now", "now-1h", 21_600_000],
  ])("%s to %s is %d ms", (from, to, ms) => expect(rangeMsOf({ from, to })).toBe(ms));
});
