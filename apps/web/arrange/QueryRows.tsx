import { Plus, X } from "lucide-react";
import { ExprField } from "../forms/ExprField.tsx";
import { TextRow } from "../forms/fields.tsx";
import type { Faults } from "./field-values.ts";
import { newQuery, type QueryFields } from "./panel-form.ts";
import { StoreField } from "./StoreField.tsx";

const MOST_QUERIES = 20;

/** The expressions of a panel. */
export function QueryRows(props: {
  queries: readonly QueryFields[];
  isScatter: boolean;
  faults: Faults;
  onChange: (queries: readonly QueryFields[]) => void;
}) {
  const { queries, isScatter, faults, onChange } = props;
  const set = (key: number, by: Partial<QueryFields>) =>
    onChange(queries.map((each) => (each.key === key ? { ...each, ...by } : each)));
  return (
    <div className="query-rows">
      {queries.map((query, i) => {
        const name = isScatter ? scatterName(i) : `Expression ${String.fromCharCode(65 + i)}`;
        return (
          <fieldset key={query.key} className="query-row">
            <legend className="sr-only">{name}</legend>
            <ExprField
              label={name}
              value={query.expr}
              onChange={(expr) => set(query.key, { expr })}
              fault={faults[`queries.${i}`]}
            />
            <div className="query-more">
              <TextRow
                label="Name of each series"
                mono
                value={query.legend}
                onChange={(legend) => set(query.key, { legend })}
                placeholder="{{device}}"
                fault={faults[`queries.${i}.legend`]}
              />
              <StoreField value={query.store} onChange={(store) => set(query.key, { store })} />
              {queries.length > (isScatter ? 2 : 1) && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Remove ${name.toLowerCase()}`}
                  onClick={() => onChange(queries.filter((each) => each !== query))}
                >
                  <X size={15} aria-hidden />
                </button>
              )}
            </div>
          </fieldset>
        );
      })}
      {queries.length < (isScatter ? 2 : MOST_QUERIES) && (
        <button type="button" className="arrange-add" onClick={() => onChange([...queries, newQuery()])}>
          <Plus size={14} aria-hidden /> Another expression
        </button>
      )}
    </div>
  );
}

const scatterName = (i: number): string => (i === 0 ? "What goes to the right" : "What goes upwards");
