import "../style/functions.css";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { TopBar } from "../chrome/TopBar.tsx";
import { countOf } from "../format/text.ts";
import type { Arguments } from "./call.ts";
import { draftNames, onDrafts } from "./drafts.ts";
import { FunctionList } from "./FunctionList.tsx";
import { FunctionWorkbench } from "./FunctionWorkbench.tsx";
import { type FunctionsSearch, NEW } from "./functions-search.ts";
import { useExprs } from "./use-exprs.ts";
import { type KnownFunction, useFunctions } from "./use-functions.ts";

/** Functions on a lane's values: what there is, and the place to make one. */
export function FunctionsPage() {
  const search = useSearch({ from: "/functions" });
  const navigate = useNavigate();
  const { functions, isPending, error, refetch } = useFunctions();
  const changed = useSyncExternalStore(onDrafts, draftNames);
  const [firstExpr = ""] = useExprs();
  // They outlast a function's first save, and who tries the same window in two functions types it once.
  const [given, setGiven] = useState<Arguments>({});
  useEffect(() => {
    document.title = "Functions · Mission Control";
  }, []);

  const name = search.name ?? functions.find(needsNothing)?.name;
  const fn = functions.find((each) => each.name === name);
  const change = (by: FunctionsSearch, replace: boolean) =>
    void navigate({ to: "/functions", search: { ...search, ...by }, replace });
  return (
    <>
      <TopBar title="Functions" note={isPending ? undefined : countOf(functions.length, "function")} />
      {error !== null && (
        <p className="banner bad" role="alert">
          <CircleAlert size={14} aria-hidden /> {error.message} {"What you write stays here. "}
          <button type="button" className="link-button" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      <div className="functions-page">
        <FunctionList functions={functions} chosen={name} search={search} changed={changed} />
        <main className="function-main" aria-label="Function">
          {fn !== undefined || name === NEW ? (
            <FunctionWorkbench
              key={name}
              fn={fn}
              functions={functions}
              expr={search.expr ?? firstExpr}
              range={search.range ?? "1h"}
              given={given}
              onGiven={setGiven}
              change={change}
            />
          ) : (
            <NoFunction search={search} isPending={isPending} />
          )}
        </main>
      </div>
    </>
  );
}

/** What it does can be seen before anything is typed. */
function needsNothing({ parameters }: KnownFunction): boolean {
  return parameters.every((parameter) => parameter.default !== undefined);
}

function NoFunction({ search, isPending }: { search: FunctionsSearch; isPending: boolean }) {
  if (isPending) return <div className="function-skeleton" aria-busy />;
  return (
    <div className="words-page">
      {search.name === undefined ? (
        <p>A function changes what a lane shows: it smooths, clips, compares. There is none yet.</p>
      ) : (
        <p>
          There is no function called <code>{search.name}</code>. It may have been deleted or renamed.
        </p>
      )}
      <Link to="/functions" search={{ ...search, name: NEW }} className="button">
        New function
      </Link>
    </div>
  );
}
