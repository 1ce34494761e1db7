import type { ViewSummary } from "@mission-control/contracts";
import { ArrowDownWideNarrow, Search, X } from "lucide-react";
import { useState } from "react";
import { Choice } from "../chrome/Choice.tsx";
import { tagsOf } from "./find-views.ts";
import type { ViewsSearch } from "./views-search.ts";

const sorts = [
  { id: "name", label: "By name" },
  { id: "saved", label: "Saved last" },
  { id: "opened", label: "Opened last" },
] as const;

/** What is looked for, by words and by tags, and in which order. */
export function ViewTools(props: {
  views: readonly ViewSummary[];
  search: ViewsSearch;
  change: (by: ViewsSearch) => void;
}) {
  const { views, search, change } = props;
  const [typed, setTyped] = useState(search.q ?? "");
  const [before, setBefore] = useState(search.q);
  // The address is changed elsewhere too, by going back; what is typed is not undone by what was typed before it.
  if (before !== search.q) {
    setBefore(search.q);
    if ((search.q ?? "") !== typed.trim()) setTyped(search.q ?? "");
  }
  const type = (text: string) => {
    setTyped(text);
    change({ q: text.trim() });
  };
  const chosen = search.tag ?? [];
  const tags = tagsOf(views);
  const sort = search.sort ?? "name";
  return (
    <div className="view-tools">
      <div className="view-search">
        <Search size={15} aria-hidden />
        <input
          type="search"
          aria-label="Find a view by name, description, owner or tag"
          placeholder="Name, description, owner, tag"
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => type(event.target.value)}
        />
        {typed !== "" && (
          <button type="button" className="icon-button" aria-label="Show all" onClick={() => type("")}>
            <X size={14} aria-hidden />
          </button>
        )}
      </div>
      {tags.length > 0 && (
        <fieldset className="tag-filter">
          <legend className="sr-only">Only views with these tags</legend>
          {tags.map(([tag, count]) => {
            const isChosen = chosen.includes(tag);
            return (
              <button
                key={tag}
                type="button"
                className="tag"
                aria-pressed={isChosen}
                onClick={() =>
                  change({ tag: isChosen ? chosen.filter((each) => each !== tag) : [...chosen, tag] })
                }
              >
                {tag} <i>{count}</i>
              </button>
            );
          })}
        </fieldset>
      )}
      <div className="grow" />
      <Choice
        label={`Order: ${sorts.find(({ id }) => id === sort)!.label}`}
        menuLabel="Order"
        className="pill"
        choices={sorts}
        value={sort}
        onChoose={(id) => change({ sort: id })}
        placement="bottom end"
      >
        <ArrowDownWideNarrow size={15} aria-hidden />
        <b>{sorts.find(({ id }) => id === sort)!.label}</b>
      </Choice>
    </div>
  );
}
