import type { RuleKind } from "@mission-control/contracts";
import type { ReactNode } from "react";
import { EventsSentence } from "./EventsSentence.tsx";
import { ChoiceField, MeasureField, WordField } from "./fields.tsx";
import { LabelRows } from "./LabelRows.tsx";
import type { PartProps } from "./part-props.ts";
import { againstWords } from "./rule-words.ts";
import { useLabelValues, useProbeNames } from "./use-offered.ts";

const operators = [
  { id: "above", label: "above" },
  { id: "below", label: "below" },
  { id: "inside", label: "within" },
  { id: "outside", label: "outside" },
] as const;
const againsts = (["hour", "day", "week"] as const).map((id) => ({ id, label: againstWords[id] }));
const directions = [
  { id: "either", label: "up or down" },
  { id: "up", label: "up" },
  { id: "down", label: "down" },
] as const;

/** What is bad, as a sentence with its fields, for each kind of rule. */
export const sentences: Readonly<Record<RuleKind, (props: PartProps) => ReactNode>> = {
  threshold: (props) => <Threshold {...props} />,
  quiet: (props) => <Quiet {...props} />,
  senders: (props) => <Quiet {...props} />,
  events: (props) => <EventsSentence {...props} />,
  slow: (props) => <Slow {...props} />,
  change: ({ draft, change }) => (
    <>
      <span>has gone</span>
      <ChoiceField
        label="Direction"
        value={draft.direction}
        options={directions}
        onChange={(direction) => change({ direction })}
      />
      <span>by more than</span>
      <MeasureField
        label="By"
        path="when.byRatio"
        of="ratio"
        value={draft.by}
        onChange={(by) => change({ by })}
      />
      <span>against</span>
      <ChoiceField
        label="Against"
        value={draft.against}
        options={againsts}
        onChange={(against) => change({ against })}
      />
      <span>as means of</span>
      <Window draft={draft} change={change} />
    </>
  ),
  forecast: ({ draft, change }) => (
    <>
      <span>will be</span>
      <ChoiceField
        label="Side"
        value={draft.op === "below" ? "below" : "above"}
        options={operators.slice(0, 2)}
        onChange={(op) => change({ op })}
      />
      <MeasureField
        label="Level"
        path="when.level"
        of={draft.unit}
        value={draft.level}
        onChange={(level) => change({ level })}
      />
      <span>within</span>
      <MeasureField
        label="Within"
        path="when.withinMs"
        of="length"
        value={draft.within}
        onChange={(within) => change({ within })}
      />
      <span>going on as in the last</span>
      <MeasureField
        label="As in the last"
        path="when.fromMs"
        of="length"
        value={draft.from}
        onChange={(from) => change({ from })}
      />
    </>
  ),
  probe: (props) => <ProbeFails {...props} />,
  certificate: (props) => <Certificate {...props} />,
  promql: () => <span>gives anything</span>,
};
function Threshold({ draft, change }: PartProps) {
  const isRange = draft.op === "inside" || draft.op === "outside";
  return (
    <>
      <span>is</span>
      <ChoiceField label="Side" value={draft.op} options={operators} onChange={(op) => change({ op })} />
      <MeasureField
        label="Level"
        path="when.level"
        of={draft.unit}
        value={draft.level}
        onChange={(level) => change({ level })}
      />
      {isRange && (
        <>
          <span>to</span>
          <MeasureField
            label="Upper level"
            path="when.upper"
            of={draft.unit}
            value={draft.upper}
            onChange={(upper) => change({ upper })}
          />
        </>
      )}
    </>
  );
}
function Window({ draft, change }: PartProps) {
  return (
    <MeasureField
      label="Window"
      path="when.windowMs"
      of="length"
      value={draft.window}
      onChange={(window) => change({ window })}
    />
  );
}
function Quiet({ draft, change }: PartProps) {
  const services = useLabelValues("service");
  const isSome = draft.kind === "senders";
  return (
    <>
      {isSome ? (
        <>
          <span>at least</span>
          <WordField
            label="At least"
            path="when.atLeast"
            numeric
            value={draft.atLeast}
            onChange={(atLeast) => change({ atLeast })}
          />
          <span>senders with</span>
        </>
      ) : (
        <span>no metrics with</span>
      )}
      <LabelRows
        label="Senders"
        path="when.senders"
        rows={draft.senders}
        least={1}
        add="label"
        offered={(name) => (name === "service" ? services : [])}
        onChange={(senders) => change({ senders })}
      />
      <span>{isSome ? "have sent nothing for" : "came for"}</span>
      <MeasureField
        label="Silent for"
        path="when.afterMs"
        of="length"
        value={draft.after}
        onChange={(after) => change({ after })}
      />
    </>
  );
}
function Slow({ draft, change }: PartProps) {
  const services = useLabelValues("service");
  return (
    <>
      <span>fewer than</span>
      <MeasureField
        label="Share of requests"
        path="when.quantile"
        of="ratio"
        value={draft.quantile}
        onChange={(quantile) => change({ quantile })}
      />
      <span>of the requests of</span>
      <WordField
        label="Service"
        path="when.service"
        value={draft.service}
        placeholder="any service"
        offered={services}
        onChange={(service) => change({ service })}
      />
      <span>are answered within</span>
      <MeasureField
        label="Slower than"
        path="when.aboveS"
        of="seconds"
        value={draft.slower}
        onChange={(slower) => change({ slower })}
      />
      <span>over</span>
      <Window draft={draft} change={change} />
    </>
  );
}
function ProbeFails({ draft, change }: PartProps) {
  const probes = useProbeNames();
  return (
    <>
      <span>probe</span>
      <WordField
        label="Probe"
        path="when.probe"
        value={draft.probe}
        placeholder="any probe"
        offered={probes}
        onChange={(probe) => change({ probe })}
      />
      <span>fails in more than</span>
      <MeasureField
        label="Failing"
        path="when.failing"
        of="ratio"
        value={draft.failing}
        onChange={(failing) => change({ failing })}
      />
      <span>of its checks of</span>
      <Window draft={draft} change={change} />
      <span>at</span>
      <WordField
        label="Places"
        path="when.places"
        numeric
        value={draft.places}
        onChange={(places) => change({ places })}
      />
      <span>or more of its places</span>
    </>
  );
}
function Certificate({ draft, change }: PartProps) {
  const probes = useProbeNames();
  return (
    <>
      <span>the certificate of</span>
      <WordField
        label="Probe"
        path="when.probe"
        value={draft.probe}
        placeholder="any probe"
        offered={probes}
        onChange={(probe) => change({ probe })}
      />
      <span>ends within</span>
      <WordField
        label="Days"
        path="when.withinDays"
        numeric
        value={draft.withinDays}
        onChange={(withinDays) => change({ withinDays })}
      />
      <span>days</span>
    </>
  );
}
