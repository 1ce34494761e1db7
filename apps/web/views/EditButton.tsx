import { Pencil } from "lucide-react";
import { useActions } from "../actions/actions.ts";
import { useWallSearch } from "../data/use-wall-search.ts";

/** Begins to arrange the view on show. */
export function EditButton() {
  const [, change] = useWallSearch();
  const edit = () => change({ edit: true, filter: undefined });
  useActions({ "edit-view": edit });
  return (
    <button
      type="button"
      className="icon-button"
      aria-label="Edit this view"
      title="Edit this view (E)"
      onClick={edit}
    >
      <Pencil size={15} aria-hidden />
    </button>
  );
}
