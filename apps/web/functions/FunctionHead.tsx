import { useNavigate } from "@tanstack/react-router";
import { Copy, Rows4, Save, Trash2, Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { lastWall } from "../data/last-wall.ts";
import { placeWithLane } from "../data/use-views.ts";
import type { Draft } from "./draft.ts";
import type { KnownFunction } from "./use-functions.ts";

const origins: Record<KnownFunction["origin"], string> = {
  "ready-made": "Ready-made. Make a copy to change it.",
  settings: "From the settings file: it is changed there, or make a copy.",
  made: "",
};

/** A function's name and all that can be done with it. */
export function FunctionHead(props: {
  draft: Draft;
  fn: KnownFunction | undefined;
  isOurs: boolean;
  isChanged: boolean;
  said: string;
  saveWords: string;
  canSave: boolean;
  /** The lane it would become; undefined until it is saved. */
  laneExpr: string | undefined;
  onSave: () => void;
  onRevert: () => void;
  onDelete: () => void;
  onCopy: () => void;
}) {
  const { draft, fn, isOurs, isChanged, said, saveWords, canSave, laneExpr } = props;
  const [asks, setAsks] = useState(false);
  const answer = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asks) answer.current?.focus();
  }, [asks]);
  const navigate = useNavigate();
  const note =
    said !== ""
      ? said
      : fn === undefined
        ? "Not saved yet"
        : isChanged
          ? "Changed, not saved"
          : origins[fn.origin];
  return (
    <header className="function-head">
      <h2>{fn === undefined ? "New function" : <code>{fn.name}</code>}</h2>
      <span className="top-note" role="status" data-testid="function-note">
        {note}
      </span>
      <span className="grow" />
      {laneExpr !== undefined && (
        <button
          type="button"
          className="pill"
          onClick={() => void navigate(placeWithLane(lastWall(), laneExpr))}
        >
          <Rows4 size={14} aria-hidden /> Use it in a lane
        </button>
      )}
      {fn !== undefined && (
        <button type="button" className="pill" onClick={props.onCopy}>
          <Copy size={14} aria-hidden /> Make a copy
        </button>
      )}
      {isOurs && fn !== undefined && isChanged && (
        <button type="button" className="pill" onClick={props.onRevert}>
          <Undo2 size={14} aria-hidden /> Undo changes
        </button>
      )}
      {isOurs && fn !== undefined && !isChanged && (
        <button type="button" className="pill" onClick={() => setAsks(true)} aria-expanded={asks}>
          <Trash2 size={14} aria-hidden /> Delete
        </button>
      )}
      {isOurs && (
        <button type="button" className="pill primary" onClick={props.onSave} disabled={!canSave}>
          <Save size={14} aria-hidden /> {saveWords}
        </button>
      )}
      {asks && (
        <p className="function-asks" role="alert">
          <span>
            Delete <code>{draft.name}</code>? Lanes that use it will say that it is gone.
          </span>
          <button ref={answer} type="button" className="pill bad" onClick={props.onDelete}>
            Delete it
          </button>
          <button type="button" className="pill" onClick={() => setAsks(false)}>
            Keep it
          </button>
        </p>
      )}
    </header>
  );
}
