import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { TextBody } from "./TextBody.tsx";

const shown = (text: string) => renderToStaticMarkup(<TextBody text={text} />);

/** The tags that Markdown may become, and nothing else. */
const ALLOWED =
  /^<\/?(section|div|p|h[456]|ul|ol|li|strong|em|del|mark|code|pre|blockquote|table|thead|tbody|tr|th|td|hr|br|span|a|sup|footer|header|input)\b/;

describe("a text", () => {
  it("has headings, lists, emphasis and web links", () => {
    const html = shown("# Runbook\n\n- look at **busy**\n\n[more](https://example.com/a)");
    expect(html).toContain("<h4>Runbook</h4>");
    expect(html).toContain("<strong>busy</strong>");
    expect(html).toMatch(/<a href="https:\/\/example\.com\/a"[^>]* rel="noreferrer noopener"/);
  });

  it("has only web addresses as links; others are text", () => {
    for (const bad of [
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "/api/views",
      "//example.com",
    ]) {
      const html = shown(`[label](${bad})`);
      expect(html).not.toContain("<a");
      expect(html).toContain("label");
    }
  });

  it("fetches no picture: it is a link to it", () => {
    expect(shown("![chart](https://example.com/x.png)")).not.toContain("<img");
    expect(shown("![chart](https://example.com/x.png)")).toContain('href="https://example.com/x.png"');
  });

  it("never becomes a tag or an attribute that it wrote itself, whatever stands in it", () => {
    const piece = fc.oneof(
      fc.constantFrom("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>"),
      fc.constantFrom(
        "](javascript:x)",
        "![",
        "[",
        "](",
        "`",
        "\n",
        "|",
        "# ",
        "&lt;script&gt;",
        "<!--",
        "style=",
      ),
      fc.constantFrom(
        "<iframe src=//x>",
        "<svg onload=x>",
        "[x]: javascript:y",
        "<javascript:z>",
        "<https://a.b>",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const html = shown(pieces.join(""));
        for (const [tag] of html.matchAll(/<[^>]*>/g)) {
          expect(tag).toMatch(ALLOWED);
          expect(tag).not.toMatch(/\son\w+\s*=|\sstyle=|href="(?!https?:\/\/)|\ssrc=/i);
        }
      }),
      { numRuns: 300 },
    );
  });
});
