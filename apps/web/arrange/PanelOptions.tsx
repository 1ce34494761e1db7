import { CheckRow, SelectRow, TextRow } from "../forms/fields.tsx";
import { rampOptions, reduceOptions, sortOptions, unitOptions } from "../forms/option-words.ts";
import { hasOption, type PanelOption } from "../panels/panel-kinds.ts";
import type { Faults } from "./field-values.ts";
import type { PanelFields } from "./panel-form.ts";
import { StoreField } from "./StoreField.tsx";

/** What a panel of this kind can be told beside its title and expressions. */
export function PanelOptions(props: {
  fields: PanelFields;
  faults: Faults;
  set: (by: Partial<PanelFields>) => void;
}) {
  const { fields, faults, set } = props;
  const has = (option: PanelOption) => hasOption(fields.kind, option);
  const number = (
    label: string,
    name: "min" | "max" | "warnAt" | "badAt" | "goal" | "rows",
    placeholder = "",
  ) => (
    <TextRow
      label={label}
      numeric
      value={fields[name]}
      placeholder={placeholder}
      onChange={(text) => set({ [name]: text })}
      fault={faults[name]}
    />
  );
  return (
    <>
      {has("text") && (
        <TextRow
          label="Text"
          lines={8}
          value={fields.text}
          onChange={(text) => set({ text })}
          hint="Markdown: # heading, **bold**, - list, [words](https://…)"
          fault={faults.text}
        />
      )}
      <div className="arrange-columns">
        {has("unit") && (
          <SelectRow
            label="Unit"
            value={fields.unit}
            options={[{ id: "" as const, label: "By the metric's name" }, ...unitOptions]}
            onChange={(unit) => set({ unit })}
          />
        )}
        {has("reduce") && (
          <SelectRow
            label="Value shown"
            value={fields.reduce}
            options={reduceOptions}
            onChange={(reduce) => set({ reduce })}
          />
        )}
        {has("goal") && number("The goal", "goal")}
        {has("thresholds") && number("High from", "warnAt")}
        {has("thresholds") && number("Critical from", "badAt")}
        {has("rows") && (
          <>
            <SelectRow
              label="Colour"
              value={fields.ramp}
              options={rampOptions}
              onChange={(ramp) => set({ ramp })}
            />
            <SelectRow
              label="Order"
              value={fields.sort}
              options={sortOptions.filter(({ id }) => id !== "given")}
              onChange={(sort) => sort !== "given" && set({ sort })}
            />
            {number("Most rows", "rows")}
          </>
        )}
        {has("scale") && number("Bottom of the scale", "min", "By the values")}
        {has("scale") && number("Top of the scale", "max", "By the values")}
        {has("filter") && (
          <>
            <TextRow
              label="Types"
              mono
              value={fields.types}
              onChange={(types) => set({ types })}
              placeholder="exception, page_load"
              hint="With commas between them; without any, all"
              fault={faults.types}
            />
            <TextRow
              label="Words in it"
              value={fields.search}
              onChange={(search) => set({ search })}
              fault={faults.search}
            />
          </>
        )}
        {has("probes") && (
          <>
            <TextRow
              label="Is up where this is 1"
              mono
              value={fields.up}
              onChange={(up) => set({ up })}
              fault={faults.up}
            />
            <TextRow
              label="How long it took"
              mono
              value={fields.duration}
              onChange={(duration) => set({ duration })}
              fault={faults.duration}
            />
            <TextRow
              label="Name of each"
              mono
              value={fields.legend}
              onChange={(legend) => set({ legend })}
              placeholder="{{instance}}"
              fault={faults.legend}
            />
            <StoreField value={fields.store} onChange={(store) => set({ store })} />
          </>
        )}
      </div>
      <div className="arrange-checks">
        {has("lines") && <CheckRow label="Filled" value={fields.fill} onChange={(fill) => set({ fill })} />}
        {has("lines") && <CheckRow label="Logarithmic" value={fields.log} onChange={(log) => set({ log })} />}
        {has("percent") && (
          <CheckRow
            label="As parts of the whole"
            value={fields.percent}
            onChange={(percent) => set({ percent })}
          />
        )}
        {has("upright") && (
          <CheckRow label="Upright" value={fields.upright} onChange={(upright) => set({ upright })} />
        )}
        {has("spark") && (
          <CheckRow label="With its course below" value={fields.spark} onChange={(spark) => set({ spark })} />
        )}
      </div>
    </>
  );
}
