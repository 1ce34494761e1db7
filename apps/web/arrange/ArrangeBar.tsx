import { Braces, ClipboardPaste, Redo2, Save, Undo2 } from "lucide-react";
import { TopBar } from "../chrome/TopBar.tsx";
import { RangePicker } from "../wall/RangePicker.tsx";
import { useArranging } from "./use-arranging.ts";

/** What can be done with a view as a whole while it is arranged. */
export function ArrangeBar(props: {
  onPaste: () => void;
  onVariables: () => void;
  onSave: () => void;
  onDone: () => void;
}) {
  const { onPaste, onVariables, onSave, onDone } = props;
  const { draft, view, isChanged, undo, redo } = useArranging();
  return (
    <TopBar
      title={
        <span className="arrange-title">
          <span>Editing</span> {view.name}
        </span>
      }
      note={
        <span role="status" data-unsaved={isChanged || undefined} className="arrange-note">
          {isChanged ? "not saved yet" : "nothing changed"}
        </span>
      }
    >
      <span className="arrange-tools">
        <button
          type="button"
          className="icon-button"
          aria-label="Undo"
          title="Undo (Ctrl Z)"
          disabled={draft.past.length === 0}
          onClick={undo}
        >
          <Undo2 size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Redo"
          title="Redo (Ctrl Shift Z)"
          disabled={draft.future.length === 0}
          onClick={redo}
        >
          <Redo2 size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Paste"
          title="Paste (Ctrl V)"
          onClick={onPaste}
        >
          <ClipboardPaste size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Variables"
          title="Variables: what can be chosen for the whole view"
          onClick={onVariables}
        >
          <Braces size={16} aria-hidden />
        </button>
      </span>
      <RangePicker />
      <button type="button" className="pill primary" disabled={!isChanged} onClick={onSave}>
        <Save size={14} aria-hidden /> Save
      </button>
      <button type="button" className="pill" onClick={onDone}>
        <b>Done</b>
      </button>
    </TopBar>
  );
}
