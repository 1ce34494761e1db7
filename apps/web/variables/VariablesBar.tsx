import type { Variable } from "@mission-control/contracts";
import { chosenOf, paramOf } from "../data/chosen.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { VariableSelect } from "./VariableSelect.tsx";
import "../style/variables.css";

/** What can be chosen for the whole view. */
export function VariablesBar({ variables }: { variables: readonly Variable[] }) {
  const [search, change] = useWallSearch();
  const chosen = chosenOf(variables, search);
  return (
    <fieldset className="variables" aria-label="Variables">
      {variables.map((variable) => (
        <VariableSelect
          key={variable.name}
          variable={variable}
          search={search}
          chosen={chosen}
          onChoose={(values, how) => {
            // Any is said outright where the view itself would say something else.
            const any = variable.chosen.length === 0 ? undefined : [""];
            change({ [paramOf(variable.name)]: values.length === 0 ? any : [...values] }, how);
          }}
        />
      ))}
    </fieldset>
  );
}
