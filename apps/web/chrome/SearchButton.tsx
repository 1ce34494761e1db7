import { Search } from "lucide-react";
import { runAction } from "../actions/actions.ts";
import { keyWords } from "../actions/key-words.ts";

/** Opens the palette. */
export function SearchButton() {
  return (
    <button
      type="button"
      className="pill search"
      aria-label="Search, or jump to something"
      onClick={() => runAction("search")}
    >
      <Search size={14} aria-hidden />
      <span>
        Search<i> or jump</i>
      </span>
      <kbd>{keyWords("mod+k")}</kbd>
    </button>
  );
}
