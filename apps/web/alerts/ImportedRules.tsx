import type { RuleImport } from "@mission-control/contracts";
import { Link } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { placeOfRule } from "../data/place-of-rule.ts";
import { countOf } from "../format/text.ts";
import { Fault } from "./Fault.tsx";
import type { useImportRules } from "./use-import-rules.ts";

/** What a rule file would become, or became; or what is wrong with it. */
export function ImportedRules({ importing }: { importing: ReturnType<typeof useImportRules> }) {
  const { state, isChosen, turn } = importing;
  if (state.phase === "empty") return null;
  if (state.phase === "reading") return <p role="status">Reading it…</p>;
  if (state.phase === "refused") {
    const { message, faults = [] } = state.failure;
    return (
      <div role="alert" className="rules-refused">
        <p className="text-bad">
          <CircleAlert size={14} aria-hidden /> {message}
        </p>
        <ul>
          {faults.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {message} {path !== "" && <code>{path}</code>}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const { rules, notes } = state.phase === "seen" ? state.seen : state.kept;
  return (
    <>
      <ul className="rules-seen" aria-label={state.phase === "seen" ? "What will be kept" : "What was kept"}>
        {rules.map((each) => (
          <li key={each.rule.slug}>
            {state.phase === "kept" ? (
              <Link {...placeOfRule(each.rule.slug)}>{each.rule.name}</Link>
            ) : (
              <label>
                <input type="checkbox" checked={isChosen(each)} onChange={() => turn(each.rule.slug)} />
                <span>
                  <b>{each.rule.name}</b> <small>{each.group}</small>
                  {each.taken && (
                    <small className="text-warn"> there is a rule of this name; this would go over it</small>
                  )}
                </span>
              </label>
            )}
          </li>
        ))}
        {rules.length === 0 && <li>No alert rule stands in it.</li>}
      </ul>
      <Notes notes={notes} />
      {state.phase === "seen" && <Fault words={state.fault} />}
    </>
  );
}

function Notes({ notes }: Pick<RuleImport, "notes">) {
  if (notes.length === 0) return null;
  return (
    <details className="rules-notes" open={notes.length <= 8}>
      <summary>{countOf(notes.length, "thing")} could not be carried over</summary>
      <ul>
        {notes.map(({ rule, message }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal notes may come of equal rules; the list stays as it is
          <li key={i}>
            {rule !== "" && <b>{rule}: </b>}
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
