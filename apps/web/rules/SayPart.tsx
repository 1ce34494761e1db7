import type { Severity } from "@mission-control/contracts";
import { useViews } from "../data/use-views.ts";
import { ChoiceField, Fault, LineField, Sentence, WordField } from "./fields.tsx";
import { fillTemplate, type TemplateValues } from "./fill-template.ts";
import { LabelRows } from "./LabelRows.tsx";
import type { PartProps } from "./part-props.ts";

const severities: readonly { id: Severity; label: string }[] = [
  { id: "info", label: "info" },
  { id: "warning", label: "warning" },
  { id: "error", label: "error" },
  { id: "critical", label: "critical" },
];

/** What its alerts say, with an example of one. */
export function SayPart({ draft, change, values }: PartProps & { values: TemplateValues }) {
  const views = useViews().data ?? [];
  const known = views.some(({ slug }) => slug === draft.view) || draft.view === "";
  return (
    <>
      <LineField label="Title" path="title" value={draft.title} onChange={(title) => change({ title })} />
      <LineField
        label="More"
        path="description"
        lines={2}
        value={draft.description}
        placeholder="What it means, and what to do first"
        onChange={(description) => change({ description })}
      />
      <Example title={draft.title} description={draft.description} values={values} />
      <LineField
        label="Runbook"
        path="runbook"
        value={draft.runbook}
        placeholder="https://"
        onChange={(runbook) => change({ runbook })}
      />
      <Sentence label="About it">
        <span>Severity</span>
        <ChoiceField
          label="Severity"
          value={draft.severity}
          options={severities}
          onChange={(severity) => change({ severity })}
        />
        <span>owner</span>
        <WordField
          label="Owner"
          path="owner"
          value={draft.owner}
          placeholder="nobody"
          onChange={(owner) => change({ owner })}
        />
        <span>links to</span>
        <ChoiceField
          label="View"
          value={draft.view}
          options={[
            { id: "", label: "no view" },
            ...views.map(({ slug, name }) => ({ id: slug, label: name })),
            ...(known ? [] : [{ id: draft.view, label: draft.view }]),
          ]}
          onChange={(view) => change({ view })}
        />
        <Fault path="view" />
      </Sentence>
      <Sentence label="Labels">
        <span>{draft.labels.length === 0 ? "No further labels" : "Further labels"}</span>
        <LabelRows
          label="Label"
          path="labels"
          rows={draft.labels}
          add="label"
          onChange={(labels) => change({ labels })}
        />
      </Sentence>
    </>
  );
}

/** How an alert would read: what is filled in stands out, what nothing is known of is marked. */
function Example(props: { title: string; description: string; values: TemplateValues }) {
  const { title, description, values } = props;
  const written = (template: string) =>
    fillTemplate(template, values).map(({ text, kind }, i) =>
      kind === "text" ? (
        text
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name
        <mark key={i} data-kind={kind} title={kind === "unknown" ? "No label of this name" : undefined}>
          {text}
        </mark>
      ),
    );
  return (
    <div className="rule-example" data-testid="example">
      <i data-severity={values.severity} aria-hidden />
      <p>{written(title)}</p>
      {description.trim() !== "" && <p>{written(description)}</p>}
    </div>
  );
}
