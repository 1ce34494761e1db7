import { Opened } from "../chrome/Opened.tsx";
import "../style/views-page.css";
import { Link } from "@tanstack/react-router";
import { CircleAlert, FileInput, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { TopBar } from "../chrome/TopBar.tsx";
import { useViewList } from "../data/use-views.ts";
import { countOf } from "../format/text.ts";
import { later } from "../later/later.ts";
import { opened, stars } from "../views/own-views.ts";
import { useSlugs } from "../views/slug-list.ts";
import { findViews } from "./find-views.ts";
import { OpenedLately } from "./OpenedLately.tsx";
import { type ViewAct, ViewDialogs } from "./ViewDialogs.tsx";
import { ViewFiles } from "./ViewFiles.tsx";
import { ViewTable } from "./ViewTable.tsx";
import { ViewTools } from "./ViewTools.tsx";
import { useViewsSearch } from "./views-search.ts";

const ImportDialog = later(async () => (await import("./ImportDialog.tsx")).ImportDialog);

/** Files are read as they change; who edits one looks here for what came of it. */
const REFRESH_MS = 3_000;

/** Every view there is: found, marked, kept as files and brought back. */
export function ViewsPage() {
  const { data, error, isPending, refetch } = useViewList(REFRESH_MS);
  const [search, change] = useViewsSearch();
  const own = { stars: useSlugs(stars), opened: useSlugs(opened) };
  const [act, setAct] = useState<ViewAct>();
  const [isImport, setImport] = useState(false);
  useEffect(() => {
    document.title = "Views · Mission Control";
  }, []);
  const views = data?.views ?? [];
  const found = findViews(views, search, own);
  const isNarrowed = search.q !== undefined || search.tag !== undefined;
  return (
    <>
      <TopBar title="Views" note={data === undefined ? undefined : countOf(views.length, "view")}>
        <button type="button" className="pill" onClick={() => setImport(true)}>
          <FileInput size={15} aria-hidden /> Import
        </button>
        <Link to="/views/new" className="pill primary">
          <Plus size={15} aria-hidden /> New view
        </Link>
      </TopBar>
      {error !== null && (
        <p className="banner bad" role="alert">
          <CircleAlert size={14} aria-hidden /> {error.message}
          {data !== undefined && " What stands here is from before. "}
          <button type="button" className="link-button" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      <main className="views-page" aria-label="Views">
        {isPending ? (
          <div className="views-skeleton" aria-busy />
        ) : (
          <>
            <ViewTools views={views} search={search} change={change} />
            {!isNarrowed && <OpenedLately views={views} opened={own.opened} />}
            {found.length > 0 && <ViewTable views={found} stars={own.stars} onAct={setAct} />}
            <p className="views-count" role="status">
              {isNarrowed &&
                (found.length > 0
                  ? `${found.length} of ${countOf(views.length, "view")}`
                  : "No view has all of that in its name, description, owner or tags. ")}
              {isNarrowed && found.length === 0 && (
                <button type="button" className="link-button" onClick={() => change({ q: "", tag: [] })}>
                  Show all
                </button>
              )}
            </p>
            {!isNarrowed && views.every(({ builtIn }) => builtIn) && <NothingSaved />}
            <ViewFiles folder={data?.folder} />
          </>
        )}
      </main>
      {act !== undefined && <ViewDialogs act={act} onClose={() => setAct(undefined)} />}
      <Opened onClose={() => setImport(false)}>
        {isImport && <ImportDialog onClose={() => setImport(false)} />}
      </Opened>
    </>
  );
}

function NothingSaved() {
  return (
    <p className="aside-words">
      Views that you save stand here, with what they are for and who saved them. Begin a new one, or import a
      file of one: YAML, or a dashboard of another program.
    </p>
  );
}
