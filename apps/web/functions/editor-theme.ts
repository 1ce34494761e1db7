import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";

const popover = {
  border: "1px solid var(--line)",
  borderRadius: "8px",
  background: "var(--raised)",
  color: "var(--text)",
  fontFamily: "var(--font-mono)",
};

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", background: "var(--bg)", fontSize: "12.5px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.6", fontFeatureSettings: '"calt" 0' },
  ".cm-content": { padding: "10px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": { background: "var(--bg)", color: "var(--faint)", border: "0", paddingLeft: "4px" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-lint-marker": { width: "10px", height: "10px" },
  ".cm-matchingBracket": { background: "none" },
  "&.cm-focused .cm-matchingBracket": {
    background: "var(--accent-bg)",
    outline: "1px solid var(--accent)",
    borderRadius: "2px",
  },
  "&.cm-focused > .cm-scroller .cm-selectionBackground": { background: "var(--accent-bg)" },
  ".cm-content ::selection": { background: "var(--accent-bg)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "4px",
  },
  ".cm-tooltip": popover,
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--accent-bg)",
    color: "var(--text)",
  },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginLeft: "12px" },
  ".cm-diagnostic-error": { borderLeft: "2px solid var(--bad)", padding: "5px 9px" },
});

/** Our colours by those of CodeMirror's own style, which knows what is what; what is not here has the text's colour. */
const tokens = new Map([
  ["#708", "var(--info)"], // keywords
  ["#219", "var(--warn)"], // true, false, null
  ["#164", "var(--warn)"], // numbers
  ["#a11", "var(--ok)"], // strings
  ["#e40", "var(--ok)"], // regular expressions and escapes
  ["#00f", "var(--accent)"], // names where they are defined
  ["#940", "var(--muted)"], // comments
]);

const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ tag, color }) => ({
    tag,
    color: tokens.get(String(color)) ?? "inherit",
  })),
);

/** CodeMirror in the page's own colours, of whichever theme is on. */
export const editorTheme = [look, syntaxHighlighting(colours)];
