import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type FunctionsSearch, NEW } from "./functions-search.ts";
import type { KnownFunction } from "./use-functions.ts";

const groups: readonly (readonly [KnownFunction["origin"], string, string])[] = [
  ["ready-made", "Ready-made", ""],
  ["made", "Made here", "None yet. Begin a new one, or copy one that is ready-made."],
  ["settings", "From the settings file", ""],
];

/** Every function there is, by where it comes from. */
export function FunctionList(props: {
  functions: readonly KnownFunction[];
  chosen: string | undefined;
  search: FunctionsSearch;
  /** Names of those with changes that are not saved. */
  changed: ReadonlySet<string>;
}) {
  const { functions, chosen, search, changed } = props;
  return (
    <nav className="function-list" aria-label="Functions">
      <Link
        to="/functions"
        search={{ ...search, name: NEW }}
        className="button new-function"
        aria-current={chosen === NEW ? "page" : undefined}
      >
        <Plus size={14} aria-hidden /> New function
      </Link>
      {groups.map(([origin, title, nothing]) => {
        const those = functions.filter((fn) => fn.origin === origin);
        if (those.length === 0 && nothing === "") return null;
        return (
          <section key={origin} aria-labelledby={`functions-${origin}`}>
            <h2 id={`functions-${origin}`}>{title}</h2>
            {those.length === 0 && <p className="aside">{nothing}</p>}
            <ul>
              {those.map((fn) => (
                <li key={fn.name}>
                  <Link
                    to="/functions"
                    search={{ ...search, name: fn.name }}
                    className="function-item"
                    activeProps={{ "aria-current": undefined }}
                    aria-current={chosen === fn.name ? "page" : undefined}
                  >
                    <code>
                      {fn.name}
                      <i>({fn.parameters.map((parameter) => parameter.name).join(", ")})</i>
                    </code>
                    {changed.has(fn.name) && <small className="text-warn">not saved</small>}
                    <span>{fn.description}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
