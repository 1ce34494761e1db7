import { ListFilter, X } from "lucide-react";
import { useRef, useState } from "react";
import { useActions } from "../actions/actions.ts";
import { useWallSearch } from "../data/use-wall-search.ts";

/** Narrows the lanes to those whose name or labels have what is typed; `/` begins, Escape ends it. */
export function LaneFilter() {
  const [{ filter }, change] = useWallSearch();
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const set = (text: string) => change({ filter: text.trim() === "" ? undefined : text }, "replace");
  const open = () => {
    setOpen(true);
    field.current?.focus();
  };
  const close = () => {
    setOpen(false);
    set("");
  };
  useActions({ filter: open });

  if (!isOpen && filter === undefined) {
    return (
      <button
        type="button"
        className="pill only-icon"
        aria-label="Filter lanes"
        title="Filter lanes (/)"
        onClick={open}
      >
        <ListFilter size={15} aria-hidden />
      </button>
    );
  }
  return (
    <div className="pill lane-filter">
      <ListFilter size={14} aria-hidden />
      <input
        ref={field}
        type="search"
        aria-label="Filter lanes by name or label"
        placeholder="Filter lanes"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked for it; not where the address opened it
        autoFocus={isOpen}
        defaultValue={filter ?? ""}
        onChange={(event) => set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          else if (event.key !== "Enter") return;
          event.currentTarget.blur();
        }}
      />
      <button type="button" className="icon-button" aria-label="Show all lanes" onClick={close}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

/** Stands where the filter leaves no lane. */
export function NoLaneMatches() {
  const [{ filter }] = useWallSearch();
  if (filter === undefined) return null;
  return <p className="no-lane-matches">No lane has “{filter}” in its name or labels.</p>;
}
