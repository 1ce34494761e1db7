import type { EditorView } from "@codemirror/view";
import { Play, Plus, X } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";
import type { Failure } from "../data/outcome.ts";
import { ExprEditor } from "../forms/ExprEditor.tsx";
import { faultFromServer, faultWords, placeWords } from "../forms/expr-faults.ts";
import type { Window } from "./use-window.ts";

/** An expression's editor, what runs it, and in words what is wrong with it. */
export function ExprRow(props: {
  index: number;
  value: string;
  label: string;
  hint: string;
  active: boolean;
  failure: Failure | undefined;
  window: Window | undefined;
  onRun: (text: string) => void;
  onFocus: () => void;
  onRemove: (() => void) | undefined;
}) {
  const { index, value, label, hint, active, failure, window, onRun, onFocus, onRemove } = props;
  const view = useRef<EditorView>(undefined);
  const take = useCallback((made: EditorView | undefined) => {
    view.current = made;
  }, []);
  const fault = useMemo(
    () =>
      failure === undefined || window === undefined
        ? undefined
        : faultFromServer(value, failure, window.stepMs, window.baseStepMs),
    [failure, value, window],
  );
  const name = String.fromCharCode(65 + index);
  return (
    <div className={active ? "expr active" : "expr"} data-testid="expr">
      <div className="expr-line">
        <span className="expr-name" aria-hidden>
          {name}
        </span>
        <ExprEditor
          value={value}
          label={label}
          hint={hint}
          fault={fault}
          onRun={onRun}
          onFocus={onFocus}
          onView={take}
        />
        {onRemove !== undefined && (
          <button type="button" className="icon-button" aria-label={`Remove ${label}`} onClick={onRemove}>
            <X size={14} aria-hidden />
          </button>
        )}
        <button
          type="button"
          className="expr-run"
          aria-label={`Run ${label}`}
          title="Run (Enter)"
          onClick={() => view.current !== undefined && onRun(view.current.state.doc.toString())}
        >
          <Play size={13} aria-hidden />
          <span>Run</span>
        </button>
      </div>
      {failure !== undefined && (
        <p className="expr-fault" role="alert">
          {fault === undefined
            ? failure.message
            : `${capital(faultWords(fault.message))} (${placeWords(value, fault.from)})`}
        </p>
      )}
    </div>
  );
}

/** Adds an empty expression. */
export function AddExpr({ onAdd }: { onAdd: () => void }) {
  return (
    <button type="button" className="expr-add" onClick={onAdd}>
      <Plus size={13} aria-hidden /> Another expression
    </button>
  );
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
