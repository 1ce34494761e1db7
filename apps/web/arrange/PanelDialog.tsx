import type { KnownPanel, Panel } from "@mission-control/contracts";
import { useMemo, useState } from "react";
import { useSettled } from "../data/use-settled.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { TextRow } from "../forms/fields.tsx";
import { PanelCard } from "../panels/PanelCard.tsx";
import { hasOption, type PanelKind, panelKinds } from "../panels/panel-kinds.ts";
import type { Faults } from "./field-values.ts";
import { KindPicker } from "./KindPicker.tsx";
import { PanelOptions } from "./PanelOptions.tsx";
import { checkPanel, newQuery, type PanelFields } from "./panel-form.ts";
import { QueryRows } from "./QueryRows.tsx";
import "../style/wall-panels.css";

const SETTLE_MS = 400;

/** Everything that can be said of a panel, with the panel as it would be. */
export function PanelDialog(props: {
  fields: PanelFields;
  /** The panel that is changed; without one it is new. */
  before?: Pick<Panel, "id" | "place"> | undefined;
  title: string;
  done: string;
  onDone: (panel: KnownPanel) => void;
  onClose: () => void;
}) {
  const { before, title, done, onDone, onClose } = props;
  const [first] = useState(props.fields);
  const [fields, setFields] = useState(first);
  const [faults, setFaults] = useState<Faults>({});
  const settled = useSettled(fields, SETTLE_MS);
  const checked = useMemo(() => checkPanel(settled, before), [settled, before]);
  const set = (by: Partial<PanelFields>) => setFields({ ...fields, ...by });
  const finish = () => {
    const read = checkPanel(fields, before);
    if (read.ok) onDone(read.panel);
    else setFaults(read.faults);
  };
  const choose = (kind: PanelKind) => {
    setFaults({});
    const queries =
      kind === "scatter" && fields.queries.length < 2 ? [...fields.queries, newQuery()] : fields.queries;
    set({ kind, queries });
  };
  const others = Object.entries(faults).filter(([name]) => !name.startsWith("queries.") && !(name in fields));
  return (
    <FormDialog title={title} done={done} onDone={finish} onClose={onClose} isTouched={fields !== first} wide>
      <KindPicker value={fields.kind} onChange={choose} />
      <div className="panel-form">
        <div className="panel-fields">
          {hasOption(fields.kind, "queries") && (
            <QueryRows
              queries={fields.queries}
              isScatter={fields.kind === "scatter"}
              faults={faults}
              onChange={(queries) => set({ queries })}
            />
          )}
          <TextRow
            label="Title"
            value={fields.title}
            onChange={(text) => set({ title: text })}
            fault={faults.title}
          />
          <PanelOptions fields={fields} faults={faults} set={set} />
          <TextRow
            label="What it is about"
            value={fields.description}
            onChange={(description) => set({ description })}
            fault={faults.description}
          />
          {others.map(([name, words]) => (
            <p key={name} role="alert" className="text-bad">
              {name}: {words}
            </p>
          ))}
        </div>
        <section className="panel-preview" aria-label="As it will look" data-testid="panel-preview">
          {checked.ok ? (
            <PanelCard
              panel={{ ...checked.panel, title: checked.panel.title || panelKinds[fields.kind].label }}
            />
          ) : (
            <p>
              {hasOption(fields.kind, "queries")
                ? "Write an expression to see it here."
                : "Nothing to see yet."}
            </p>
          )}
        </section>
      </div>
    </FormDialog>
  );
}
