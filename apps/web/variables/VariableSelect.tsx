import type { Chosen, Variable } from "@mission-control/contracts";
import { Check, ChevronDown, Search, TriangleAlert } from "lucide-react";
import { useEffect } from "react";
import {
  Autocomplete,
  Button,
  Dialog,
  DialogTrigger,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  type Selection,
  useFilter,
} from "react-aria-components";
import { type VariableSearch, valuesOf } from "../data/chosen.ts";
import { type Offered, useVariableValues } from "./use-variable-values.ts";

/** What is meant by no value at all; no label has it. */
const ANY = "\uffff any";
const nothing: Offered = { values: [], more: false };

/** Chooses the values of one variable; one that is chosen and is no longer there says so. */
export function VariableSelect(props: {
  variable: Variable;
  search: VariableSearch;
  chosen: Chosen;
  onChoose: (values: readonly string[], how: "push" | "replace") => void;
}) {
  const { variable, search, chosen, onChoose } = props;
  const { name, multi, all } = variable;
  const { contains } = useFilter({ sensitivity: "base" });
  const { data = nothing, isSuccess, isPending, error } = useVariableValues(variable, chosen);
  const own = valuesOf(variable, search);
  const isKnown = isSuccess && !data.more;
  const gone = isKnown ? own.filter((value) => !data.values.includes(value)) : [];
  const [first] = data.values;
  useEffect(() => {
    // It has to be one of them, and nobody has said which.
    if (!all && own.length === 0 && first !== undefined) onChoose([first], "replace");
  }, [all, own.length, first, onChoose]);

  const label = variable.title === "" ? name : variable.title;
  const words = own.length === 0 ? (all ? "Any" : "Choose") : summaryOf(own);
  const choose = (keys: Selection) => {
    const next = keys === "all" ? data.values : [...keys].map(String);
    // Any is the end of all others, and any other the end of it.
    if (next.includes(ANY) && own.length > 0) return onChoose([], "push");
    const values = next.filter((value) => value !== ANY);
    if (values.length > 0 || all) onChoose(values, "push");
  };
  return (
    <DialogTrigger>
      <Button className="pill variable" aria-label={`${label}: ${spoken(own, all, gone)}`}>
        <span>{label}</span>
        <b>{words}</b>
        {gone.length > 0 && (
          <span className="variable-gone">
            <TriangleAlert size={12} aria-hidden /> no longer there
          </span>
        )}
        <ChevronDown size={14} aria-hidden />
      </Button>
      <Popover className="popover variable-popover" placement="bottom start">
        <Dialog aria-label={label} className="outline-none">
          <Autocomplete filter={contains}>
            <SearchField aria-label={`Find a value of ${label}`} className="variable-field" autoFocus>
              <Search size={14} aria-hidden />
              <Input placeholder="Find" spellCheck={false} />
            </SearchField>
            <ListBox
              aria-label={label}
              className="variable-list"
              selectionMode={multi ? "multiple" : "single"}
              escapeKeyBehavior="none"
              disallowEmptySelection={!all}
              selectedKeys={own.length === 0 && all ? [ANY] : own}
              onSelectionChange={choose}
              renderEmptyState={() => (
                <p className="variable-words">
                  {isPending ? "Looking for values…" : (error?.message ?? "No value is called so.")}
                </p>
              )}
            >
              {all && <Value id={ANY} words="Any" />}
              {gone.map((value) => (
                <Value key={value} id={value} words={value} note="no longer there" />
              ))}
              {data.values.map((value) => (
                <Value key={value} id={value} words={value} />
              ))}
            </ListBox>
          </Autocomplete>
          {data.more && (
            <p className="variable-words">
              Only the first {data.values.length} are told: narrow what the variable matches.
            </p>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Value({ id, words, note }: { id: string; words: string; note?: string }) {
  return (
    <ListBoxItem id={id} textValue={words} className="menu-item">
      {({ isSelected }) => (
        <>
          <span className="grow">{words}</span>
          {note !== undefined && <small className="text-warn">{note}</small>}
          {isSelected && <Check size={14} aria-hidden />}
        </>
      )}
    </ListBoxItem>
  );
}

const summaryOf = (values: readonly string[]): string =>
  values.length <= 2 ? values.join(", ") : `${values[0]} and ${values.length - 1} more`;

function spoken(values: readonly string[], all: boolean, gone: readonly string[]): string {
  if (values.length === 0) return all ? "any" : "choose";
  return gone.length === 0 ? values.join(", ") : `${values.join(", ")}; no longer there: ${gone.join(", ")}`;
}
