import { type AlertMatcher, slugOf } from "@mission-control/contracts";
import { useState } from "react";
import { useChange } from "../data/use-change.ts";
import type { KeptInhibition } from "../data/use-silences.ts";
import { FormDialog } from "../forms/FormDialog.tsx";
import { TextRow } from "../forms/fields.tsx";
import { Covered } from "./Covered.tsx";
import { Fault } from "./Fault.tsx";
import { rowFaults } from "./faults-at.ts";
import { nameFault, ontoHeaders, takenAtName } from "./keep-named.ts";
import { MatcherRows, saidMatchers } from "./MatcherRows.tsx";
import { useSubmit } from "./use-submit.ts";
import { useTouched } from "./use-touched.ts";

const fields = ["name", "slug", "source", "target", "equal"];
const blank: AlertMatcher = { label: "", op: "=", value: "" };

/** An inhibition: which alerts stand for which others, where they agree. */
export function InhibitionDialog(props: { inhibition: KeptInhibition | undefined; onClose: () => void }) {
  const { inhibition, onClose } = props;
  const change = useChange();
  const [name, setName] = useState(inhibition?.name ?? "");
  const [source, setSource] = useState<readonly AlertMatcher[]>(inhibition?.source ?? [blank]);
  const [target, setTarget] = useState<readonly AlertMatcher[]>(inhibition?.target ?? [blank]);
  const [equal, setEqual] = useState(inhibition?.equal.join(", ") ?? "");
  const isTouched = useTouched([name, source, target, equal]);
  const { faults, refuse, submit } = useSubmit(fields, onClose);
  const done = () => {
    const slug = inhibition?.slug ?? slugOf(name);
    const fault = inhibition === undefined ? nameFault(name) : undefined;
    if (fault !== undefined) return refuse("name", fault);
    const body = {
      slug,
      name,
      source: saidMatchers(source),
      target: saidMatchers(target),
      equal: equal
        .split(",")
        .map((label) => label.trim())
        .filter(Boolean),
    };
    void submit(async () => {
      const outcome = await change("PUT", `/api/inhibitions/${slug}`, body, ontoHeaders(inhibition));
      return inhibition === undefined ? takenAtName(outcome) : outcome;
    });
  };
  return (
    <FormDialog
      title={inhibition === undefined ? "New inhibition" : `Change ${inhibition.name}`}
      done="Save"
      onDone={done}
      onClose={onClose}
      isTouched={isTouched}
    >
      <TextRow
        label="Name"
        value={name}
        onChange={setName}
        placeholder="A datacentre stands for its hosts"
        fault={faults.at.get("name") ?? faults.at.get("slug")}
      />
      <MatcherRows
        legend="While an alert fires that passes all of these"
        matchers={source}
        onChange={setSource}
        faults={rowFaults(faults.at, "source")}
      />
      <MatcherRows
        legend="Nobody is told of alerts that pass all of these"
        matchers={target}
        onChange={setTarget}
        faults={rowFaults(faults.at, "target")}
      />
      <Covered matchers={saidMatchers(target)} />
      <TextRow
        label="Where both agree in the labels"
        value={equal}
        onChange={setEqual}
        placeholder="datacentre, service"
        hint="With commas between them; nothing is wherever they are"
        fault={[...faults.at].find(([path]) => path.startsWith("equal"))?.[1]}
      />
      <Fault words={faults.words} />
    </FormDialog>
  );
}
