import { EditorView } from "@codemirror/view";

const mono = "var(--font-mono)";
const popover = {
  border: "1px solid var(--line)",
  borderRadius: "8px",
  background: "var(--raised)",
  color: "var(--text)",
  boxShadow: "0 8px 28px #0000004d",
  overflow: "hidden",
};

/** The editor in the page's tokens: they reach into its shadow, the page's classes do not. */
export const editorTheme = EditorView.theme({
  "&": { fontSize: "13px", color: "var(--text)", background: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: mono, lineHeight: "22px", maxHeight: "180px", overflow: "auto" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 10px" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused .cm-selectionBackground, ::selection": { background: "var(--accent-bg)" },
  ".cm-placeholder": { color: "var(--faint)" },
  ".cm-matchingBracket": { background: "var(--accent-bg)", color: "inherit" },
  ".tok-metric": { color: "var(--text)", fontWeight: "600" },
  ".tok-label": { color: "var(--accent)" },
  ".tok-string": { color: "var(--ok)" },
  ".tok-number": { color: "var(--warn)" },
  ".tok-function": { color: "var(--info)" },
  ".tok-word": { color: "var(--info)" },
  ".tok-call": { color: "var(--warn)" },
  ".tok-comment": { color: "var(--faint)", fontStyle: "italic" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "4px",
    paddingBottom: "0",
  },
  ".cm-tooltip": popover,
  ".cm-diagnostic": {
    padding: "6px 10px",
    borderLeft: "2px solid var(--bad)",
    fontFamily: "var(--font-sans)",
    fontSize: "12px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: mono, fontSize: "12px", maxHeight: "260px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", lineHeight: "18px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--accent-bg)",
    color: "var(--text)",
    boxShadow: "inset 2px 0 0 var(--accent)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", fontSize: "11px" },
  ".cm-tooltip.cm-completionInfo": {
    padding: "8px 10px",
    maxWidth: "340px",
    fontFamily: "var(--font-sans)",
    fontSize: "12px",
    whiteSpace: "normal",
  },
});
