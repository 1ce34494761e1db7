import { useState } from "react";
import { useSettled } from "../data/use-settled.ts";
import { ExprField } from "../forms/ExprField.tsx";
import { FormDialog } from "../forms/FormDialog.tsx";
import { SelectRow, TextRow } from "../forms/fields.tsx";
import { rampOptions, sortOptions, unitOptions } from "../forms/option-words.ts";
import type { NewLane } from "./edit-lanes.ts";
import type { Faults } from "./field-values.ts";
import { LanePreview } from "./LanePreview.tsx";
import { checkLane, fieldsOfLane } from "./lane-form.ts";
import { StoreField } from "./StoreField.tsx";

const SETTLE_MS = 400;

/** Everything that can be said of a lane, with the lane as it would be. */
export function LaneDialog(props: {
  lane: NewLane;
  title: string;
  done: string;
  onDone: (lane: NewLane) => void;
  onClose: () => void;
}) {
  const { lane, title, done, onDone, onClose } = props;
  const [first] = useState(() => fieldsOfLane(lane));
  const [fields, setFields] = useState(first);
  const [faults, setFaults] = useState<Faults>({});
  const shown = useSettled(fields, SETTLE_MS);
  const checked = checkLane(shown);
  const set = (by: Partial<typeof fields>) => setFields({ ...fields, ...by });
  const finish = () => {
    const read = checkLane(fields);
    if (read.ok) onDone(read.lane);
    else setFaults(read.faults);
  };
  return (
    <FormDialog title={title} done={done} onDone={finish} onClose={onClose} isTouched={fields !== first}>
      <ExprField
        label="Expression"
        value={fields.expr}
        onChange={(expr) => set({ expr })}
        fault={faults.expr}
      />
      {checked.ok && (
        <div className="arrange-preview" data-testid="lane-preview">
          <LanePreview lane={{ ...checked.lane, id: "preview" }} id="preview" />
        </div>
      )}
      <TextRow
        label="Title"
        value={fields.title}
        onChange={(text) => set({ title: text })}
        hint="Without one it is the metric's name"
        fault={faults.title}
      />
      <div className="arrange-columns">
        <TextRow
          label="Name of each row"
          mono
          value={fields.legend}
          onChange={(legend) => set({ legend })}
          placeholder="{{device}}"
          hint="By its labels, where there are several"
          fault={faults.legend}
        />
        <SelectRow
          label="Unit"
          value={fields.unit}
          options={unitOptions}
          onChange={(unit) => set({ unit })}
        />
        <SelectRow
          label="Colour"
          value={fields.ramp}
          options={rampOptions}
          onChange={(ramp) => set({ ramp })}
        />
        <SelectRow
          label="Order of rows"
          value={fields.sort}
          options={sortOptions}
          onChange={(sort) => set({ sort })}
        />
        <TextRow
          label="Most rows"
          numeric
          value={fields.rows}
          onChange={(rows) => set({ rows })}
          fault={faults.rows}
        />
        <StoreField value={fields.store} onChange={(store) => set({ store })} />
        <TextRow
          label="Bottom of the scale"
          numeric
          value={fields.min}
          onChange={(min) => set({ min })}
          placeholder="By the values"
          fault={faults.min}
        />
        <TextRow
          label="Top of the scale"
          numeric
          value={fields.max}
          onChange={(max) => set({ max })}
          placeholder="By the values"
          fault={faults.max}
        />
      </div>
      <TextRow
        label="What it is about"
        value={fields.help}
        onChange={(help) => set({ help })}
        hint="Stands in the lane's menu"
        fault={faults.help}
      />
    </FormDialog>
  );
}
