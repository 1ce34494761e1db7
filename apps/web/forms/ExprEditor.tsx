import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { editorSetup } from "./editor-setup.ts";
import { type ExprFault, faultWords } from "./expr-faults.ts";

/** Where an expression is written. Enter runs it, Shift+Enter begins another line. */
export function ExprEditor(props: {
  value: string;
  label: string;
  hint: string;
  /** What the server found wrong with the value. */
  fault: ExprFault | undefined;
  onRun: (text: string) => void;
  onFocus: () => void;
  /** Gives what is written now, to a button that runs it. */
  onView: (view: EditorView | undefined) => void;
}) {
  const { value, label, hint, fault, onView } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const current = useRef(props);
  useEffect(() => {
    current.current = props;
  });

  useEffect(() => {
    const element = host.current!;
    // In a shadow of its own the editor's styles are adopted, which the page's content security policy allows.
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: current.current.value,
        extensions: editorSetup({
          label,
          hint,
          run: ({ state }) => current.current.onRun(state.doc.toString()),
          focused: () => current.current.onFocus(),
        }),
      }),
    });
    view.current = made;
    onView(made);
    return () => {
      view.current = undefined;
      onView(undefined);
      made.destroy();
    };
  }, [label, hint, onView]);

  useEffect(() => {
    const made = view.current;
    if (made === undefined || made.state.doc.toString() === value) return;
    made.dispatch({
      changes: { from: 0, to: made.state.doc.length, insert: value },
      selection: { anchor: value.length },
    });
  }, [value]);

  useEffect(() => {
    const made = view.current;
    if (made === undefined || fault === undefined || made.state.doc.toString() !== value) return;
    const length = made.state.doc.length;
    const [from, to] = [Math.min(fault.from, length), Math.min(fault.to, length)];
    made.dispatch(
      setDiagnostics(made.state, [{ from, to, severity: "error", message: faultWords(fault.message) }]),
    );
  }, [fault, value]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is typed in the shadow is not for the page's keys
    <div
      ref={host}
      className="expr-editor"
      data-testid="editor"
      onKeyDown={(event) => {
        if (!event.ctrlKey && !event.metaKey) event.nativeEvent.stopImmediatePropagation();
      }}
    />
  );
}
