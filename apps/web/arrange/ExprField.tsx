import type { EditorView } from "@codemirror/view";
import { lazy, Suspense, useCallback, useRef } from "react";

const ExprEditor = lazy(async () => ({ default: (await import("../explore/ExprEditor.tsx")).ExprEditor }));

/** An expression that is being written; `onChange` hears of it while it is typed, `onEnter` of Enter. */
export function ExprField(props: {
  label: string;
  value: string;
  onChange: (expr: string) => void;
  onEnter: () => void;
  fault: string | undefined;
  hint?: string;
}) {
  const { label, value, onChange, onEnter, fault, hint = "A metric or any PromQL expression" } = props;
  const view = useRef<EditorView>(undefined);
  const take = useCallback((made: EditorView | undefined) => {
    view.current = made;
  }, []);
  const tell = () => {
    const text = view.current?.state.doc.toString();
    if (text !== undefined && text !== value) onChange(text);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what happens in the editor inside
    <div className="arrange-field" onKeyUp={tell} onBlur={tell} onPointerUp={tell}>
      <span aria-hidden>{label}</span>
      <div className="arrange-expr" data-invalid={fault !== undefined || undefined}>
        <Suspense fallback={<code>{value}</code>}>
          <ExprEditor
            value={value}
            label={label}
            hint={hint}
            fault={undefined}
            onRun={(text) => {
              if (text !== value) onChange(text);
              onEnter();
            }}
            onFocus={() => undefined}
            onView={take}
          />
        </Suspense>
      </div>
      {fault !== undefined && (
        <small className="text-bad" role="alert">
          {fault}
        </small>
      )}
    </div>
  );
}
