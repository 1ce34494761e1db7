import type { AlertMatcher } from "@mission-control/contracts";
import { useMemo } from "react";
import { failureOf } from "../data/outcome.ts";
import { useSettled } from "../data/use-settled.ts";
import { useCovered } from "../data/use-silences.ts";
import { countOf } from "../format/text.ts";
import { StateMark } from "./Marks.tsx";

/** What is typed is asked for once it rests for so long. */
const REST_MS = 300;
const SHOWN = 8;

/** Which alerts of now pass some matchers. */
export function Covered({ matchers }: { matchers: readonly AlertMatcher[] }) {
  const text = useSettled(JSON.stringify(matchers), REST_MS);
  const settled = useMemo(() => JSON.parse(text) as AlertMatcher[], [text]);
  const { data, error } = useCovered(settled);
  if (matchers.length === 0) return null;
  if (error !== null) return <p className="covered text-bad">{failureOf(error).message}</p>;
  return (
    <div className="covered" role="status">
      {data === undefined ? (
        "Looking which alerts these are…"
      ) : data.length === 0 ? (
        "No alert of now passes them. Those that come will be kept quiet."
      ) : (
        <>
          {countOf(data.length, "alert")} of now:
          <ul>
            {data.slice(0, SHOWN).map(({ id, title, state, labels }) => (
              <li key={id}>
                <StateMark state={state} words={title} /> <small>{Object.values(labels).join(" · ")}</small>
              </li>
            ))}
          </ul>
          {data.length > SHOWN && <small>and {data.length - SHOWN} more</small>}
        </>
      )}
    </div>
  );
}
