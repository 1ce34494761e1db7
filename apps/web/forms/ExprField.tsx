import type { EditorView } from "@codemirror/view";
import { type KeyboardEvent, Suspense, useCallback, useRef } from "react";
import { later } from "../later/later.ts";

const ExprEditor = later(async () => (await import("./ExprEditor.tsx")).ExprEditor);

/** An expression that is being written; `onChange` hears of it while it is typed. */
export function ExprField(props: {
  label: string;
  value: string;
  onChange: (expr: string) => void;
  fault: string | undefined;
  hint?: string;
}) {
  const { label, value, onChange, fault, hint = "A metric or any PromQL expression" } = props;
  const view = useRef<EditorView>(undefined);
  const place = useRef<HTMLDivElement>(null);
  const take = useCallback((made: EditorView | undefined) => {
    view.current = made;
    // Whoever was led here before it came goes on in it.
    if (document.activeElement === place.current) made?.focus();
  }, []);
  // It closes what the editor offers, not the dialog with all that was written in it.
  const keepEscape = (event: KeyboardEvent) => {
    if (event.key === "Escape") event.stopPropagation();
  };
  const tell = () => {
    const text = view.current?.state.doc.toString();
    if (text !== undefined && text !== value) onChange(text);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what happens in the editor inside
    <div
      className="arrange-field"
      onInput={tell}
      onKeyUp={tell}
      onPointerUp={tell}
      onBlur={tell}
      onKeyDown={keepEscape}
    >
      <span aria-hidden>{label}</span>
      <div ref={place} className="arrange-expr" tabIndex={-1} data-invalid={fault !== undefined || undefined}>
        <Suspense fallback={<code>{value}</code>}>
          <ExprEditor
            value={value}
            label={label}
            hint={hint}
            fault={undefined}
            onRun={tell}
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
