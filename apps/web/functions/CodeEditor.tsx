import {
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { editorTheme } from "./editor-theme.ts";

/** A fault in the code: its place counts from 1, and the line is absent where nobody knows it. */
export interface CodeFault {
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/**
 * The code with colours, line numbers and its fault in place. It stands in a shadow root: there CodeMirror's styles are a
 * sheet of its own, where in the page they would be a style element, which the content security policy refuses.
 */
export function CodeEditor(props: {
  label: string;
  value: string;
  readOnly: boolean;
  fault: CodeFault | undefined;
  completions: readonly Completion[];
  onChange: (value: string) => void;
}) {
  const { label, value, readOnly, fault, completions, onChange } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const current = useRef({ onChange, completions, value });
  useEffect(() => {
    current.current = { onChange, completions, value };
  });

  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: "open" });
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: current.current.value,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          javascript(),
          indentOnInput(),
          bracketMatching(),
          autocompletion({ override: [(context) => complete(context, current.current.completions)] }),
          // Tab is not among the keys: it leaves the editor, as everywhere on the page.
          keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.lineWrapping,
          editorTheme,
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const text = update.state.doc.toString();
            if (text !== current.current.value) current.current.onChange(text);
          }),
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({
            "aria-label": label,
            "aria-readonly": String(readOnly),
            // It can be focused without, but what looks for what scrolls and cannot be reached goes by this.
            tabindex: "0",
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label, readOnly]);

  useEffect(() => {
    const doc = view.current!.state.doc;
    if (doc.toString() === value) return;
    view.current!.dispatch({ changes: { from: 0, to: doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const { state } = view.current!;
    view.current!.dispatch(setDiagnostics(state, fault === undefined ? [] : [markOf(state, fault)]));
  }, [fault]);

  return <div ref={host} className="code-editor" data-testid="code" />;
}

function markOf(state: EditorState, { message, line: number, column }: CodeFault): Diagnostic {
  const line = state.doc.line(Math.max(1, Math.min(state.doc.lines, number ?? 1)));
  const from = Math.min(line.to, line.from + Math.max(0, (column ?? 1) - 1));
  return { from: column === undefined ? line.from : from, to: line.to, severity: "error", message };
}

function complete(context: CompletionContext, options: readonly Completion[]) {
  const word = context.matchBefore(/[\w.]+/);
  if (word === null && !context.explicit) return null;
  return { from: word?.from ?? context.pos, options: [...options], validFor: /^[\w.]*$/ };
}
