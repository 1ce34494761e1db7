import { Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useKeys } from "../chrome/use-keys.ts";

const SearchDialog = lazy(() =>
  import("../search/SearchDialog.tsx").then((module) => ({ default: module.SearchDialog })),
);
const mac = /mac|iphone|ipad/i.test(navigator.platform);

/** Opens the search for views and metrics; `/` and ⌘K or Ctrl K do too. */
export function SearchButton() {
  const [open, setOpen] = useState(false);
  useKeys({ "/": () => setOpen(true), "mod+k": () => setOpen(true) });
  return (
    <>
      <button
        type="button"
        className="pill search"
        aria-label="Search views and metrics"
        onClick={() => setOpen(true)}
      >
        <Search size={14} aria-hidden />
        <span>
          Search<i> or jump</i>
        </span>
        <kbd>{mac ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      {open && (
        <Suspense>
          <SearchDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
