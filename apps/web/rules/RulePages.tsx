import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { TopBar } from "../chrome/TopBar.tsx";
import { failureOf } from "../data/outcome.ts";
import { placeOfNewRule } from "../data/place-of-rule.ts";
import { useRule } from "../data/use-rule.ts";
import { RuleEditor } from "./RuleEditor.tsx";
import { draftOf } from "./rule-draft.ts";
import { draftOfSearch, readNewRule } from "./rule-search.ts";

/** A rule that there is not yet: from nothing, from what a lane looks at, or as a copy of another one. */
export function NewRulePage() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = readNewRule(raw);
  return search.copy === undefined ? (
    <Begun key={JSON.stringify(search)} search={search} />
  ) : (
    <Copied key={search.copy} slug={search.copy} />
  );
}

function Copied({ slug }: { slug: string }) {
  const { data, error, isFetchedAfterMount } = useRule(slug);
  const [initial, setInitial] = useState<ReturnType<typeof draftOf>>();
  // What is being written stays, whatever becomes of the rule it was copied from.
  if (initial !== undefined) return <RuleEditor initial={initial} kept={undefined} />;
  if (error !== null) return <NoRule slug={slug} error={error} />;
  // As it is kept now, not as it was seen before: whoever saves it and copies it at once copies what was saved.
  if (data !== undefined && isFetchedAfterMount)
    setInitial({ ...draftOf(data), slug: "", name: `${data.name} (copy)` });
  return <Waiting title="New alert rule" />;
}

function Begun({ search }: { search: ReturnType<typeof readNewRule> }) {
  const [initial] = useState(() => draftOfSearch(search));
  return <RuleEditor initial={initial} kept={undefined} />;
}

/** A rule that there is. */
export function RulePage() {
  const { slug = "" } = useParams({ strict: false });
  const { data, error } = useRule(slug);
  if (data !== undefined) return <RuleEditor key={slug} initial={draftOf(data)} kept={data} />;
  return error === null ? <Waiting title="Alert rule" /> : <NoRule slug={slug} error={error} />;
}

function Waiting({ title }: { title: string }) {
  return (
    <>
      <TopBar title={title} />
      <main className="words-page" aria-busy aria-label={title} />
    </>
  );
}

function NoRule({ slug, error }: { slug: string; error: Error }) {
  const { code, message } = failureOf(error);
  return (
    <>
      <TopBar title="Alert rule" />
      <main className="words-page" aria-label="Alert rule">
        <p>
          {code === "not_found" ? (
            <>
              There is no rule called <code>{slug}</code>. It may have been deleted.
            </>
          ) : (
            message
          )}
        </p>
        <Link {...placeOfNewRule({})} className="button">
          New alert rule
        </Link>
      </main>
    </>
  );
}
