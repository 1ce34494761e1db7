import { type Tile, tileSchema } from "@mission-control/contracts";
import { titleOfExpr } from "../meta/lane-of-expr.ts";
import type { NewTile } from "./edit-tiles.ts";
import { type Faults, numberFault, numbersOf, numberText } from "./field-values.ts";
import { exprFault, faultsOf } from "./lane-form.ts";

/** A tile while it is being written: numbers are text. */
export interface TileFields extends Pick<Tile, "title" | "expr" | "unit" | "noteUnit"> {
  readonly store: string;
  readonly note: string;
  readonly noteText: string;
  readonly warnAt: string;
  readonly badAt: string;
}

export const emptyTile: TileFields = {
  title: "",
  expr: "",
  unit: "none",
  store: "",
  note: "",
  noteUnit: "none",
  noteText: "",
  warnAt: "",
  badAt: "",
};

export function fieldsOfTile(tile: NewTile): TileFields {
  const { title, expr, unit, noteUnit, store = "", note = "", noteText = "", warnAt, badAt } = tile;
  return {
    title,
    expr,
    unit,
    noteUnit,
    store,
    note,
    noteText,
    warnAt: numberText(warnAt),
    badAt: numberText(badAt),
  };
}

/** Reads the fields of a tile as strictly as the server does; or what is wrong with them. */
export function checkTile(
  fields: TileFields,
): { readonly ok: true; readonly tile: NewTile } | { readonly ok: false; readonly faults: Faults } {
  const { title, expr, unit, store, note, noteUnit, noteText, warnAt, badAt } = fields;
  const faults: Record<string, string> = {};
  const wrong = expr.trim() === "" ? "Give an expression that is one number." : exprFault(expr, store);
  if (wrong !== undefined) faults.expr = wrong;
  const wrongNote = note.trim() === "" ? undefined : exprFault(note, store);
  if (wrongNote !== undefined) faults.note = wrongNote;
  for (const [name, text] of Object.entries({ warnAt, badAt })) {
    const fault = numberFault(text);
    if (fault !== undefined) faults[name] = fault;
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const read = tileSchema.safeParse({
    id: "tile",
    title: title.trim() === "" ? titleOfExpr(expr) : title.trim(),
    expr: expr.trim(),
    unit,
    noteUnit,
    ...numbersOf({ warnAt, badAt }),
    ...(store !== "" && { store }),
    ...(note.trim() !== "" && { note: note.trim() }),
    ...(noteText.trim() !== "" && { noteText: noteText.trim() }),
  });
  if (!read.success) return { ok: false, faults: faultsOf(read.error.issues) };
  const { id: _, ...tile } = read.data;
  return { ok: true, tile };
}
