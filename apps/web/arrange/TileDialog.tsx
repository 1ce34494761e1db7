import { useState } from "react";
import { ExprField } from "../forms/ExprField.tsx";
import { FormDialog } from "../forms/FormDialog.tsx";
import { SelectRow, TextRow } from "../forms/fields.tsx";
import { unitOptions } from "../forms/option-words.ts";
import type { NewTile } from "./edit-tiles.ts";
import type { Faults } from "./field-values.ts";
import { StoreField } from "./StoreField.tsx";
import { checkTile, type TileFields } from "./tile-form.ts";

/** Everything that can be said of a number on top of the wall. */
export function TileDialog(props: {
  fields: TileFields;
  title: string;
  done: string;
  onDone: (tile: NewTile) => void;
  onClose: () => void;
}) {
  const { title, done, onDone, onClose } = props;
  const [first] = useState(props.fields);
  const [fields, setFields] = useState(first);
  const [faults, setFaults] = useState<Faults>({});
  const set = (by: Partial<TileFields>) => setFields({ ...fields, ...by });
  const finish = () => {
    const read = checkTile(fields);
    if (read.ok) onDone(read.tile);
    else setFaults(read.faults);
  };
  return (
    <FormDialog title={title} done={done} onDone={finish} onClose={onClose} isTouched={fields !== first}>
      <ExprField
        label="Expression"
        value={fields.expr}
        onChange={(expr) => set({ expr })}
        fault={faults.expr}
        hint="One number, such as sum(up)"
      />
      <div className="arrange-columns">
        <TextRow
          label="Title"
          value={fields.title}
          onChange={(text) => set({ title: text })}
          fault={faults.title}
        />
        <SelectRow
          label="Unit"
          value={fields.unit}
          options={unitOptions}
          onChange={(unit) => set({ unit })}
        />
        <TextRow
          label="High from"
          numeric
          value={fields.warnAt}
          onChange={(warnAt) => set({ warnAt })}
          fault={faults.warnAt}
        />
        <TextRow
          label="Critical from"
          numeric
          value={fields.badAt}
          onChange={(badAt) => set({ badAt })}
          fault={faults.badAt}
        />
        <StoreField value={fields.store} onChange={(store) => set({ store })} />
      </div>
      <ExprField
        label="A second number below it"
        value={fields.note}
        onChange={(note) => set({ note })}
        fault={faults.note}
        hint="Not needed"
      />
      <div className="arrange-columns">
        <TextRow
          label="Words below it"
          value={fields.noteText}
          onChange={(noteText) => set({ noteText })}
          fault={faults.noteText}
        />
        <SelectRow
          label="Unit of the second number"
          value={fields.noteUnit}
          options={unitOptions}
          onChange={(noteUnit) => set({ noteUnit })}
        />
      </div>
    </FormDialog>
  );
}
