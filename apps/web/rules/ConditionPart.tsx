import type { RuleKind } from "@mission-control/contracts";
import type { ReactNode } from "react";
import { ExprField } from "../arrange/ExprField.tsx";
import { unitOptions } from "../arrange/option-words.ts";
import { useStatus } from "../data/use-status.ts";
import { useMeta } from "../meta/meta-context.ts";
import { unitOfExpr } from "../wall/added-lane.ts";
import { ChoiceField, Fault, MeasureField, Sentence, WordField } from "./fields.tsx";
import { LabelRows } from "./LabelRows.tsx";
import { type RuleDraft, withUnit } from "./rule-draft.ts";
import { againstWords, asksExpr, clearWords } from "./rule-words.ts";
import { useLabelValues, useProbeNames } from "./use-offered.ts";

/** What a part of the form is given: the draft, and what changes some of it. */
export interface PartProps {
  readonly draft: RuleDraft;
  readonly change: (by: Partial<RuleDraft>) => void;
}

/** What is looked at, and when that is bad: a sentence for each kind. */
export function ConditionPart({ draft, change, exprFault }: PartProps & { exprFault: string | undefined }) {
  return (
    <>
      {asksExpr(draft.kind) && <Expression draft={draft} change={change} fault={exprFault} />}
      <Sentence label="Condition">
        {sentences[draft.kind]({ draft, change })}
        <Lasting draft={draft} change={change} />
      </Sentence>
    </>
  );
}

function Expression({ draft, change, fault }: PartProps & { fault: string | undefined }) {
  const unitOf = useMeta()?.unitOf ?? unitOfExpr;
  const stores = (useStatus(60_000).data?.stores ?? []).map(({ name }) => name);
  const known = draft.store === "" || stores.includes(draft.store) ? stores : [...stores, draft.store];
  const hasUnit = draft.kind !== "change";
  return (
    <>
      <ExprField
        label="What to look at"
        value={draft.expr}
        fault={fault}
        onChange={(expr) => {
          // A unit that was the old expression's own goes with it.
          const isGuess = draft.unit === unitOf(draft.expr) || draft.expr.trim() === "";
          const next = { ...draft, expr };
          change(isGuess ? withUnit(next, unitOf(expr)) : next);
        }}
      />
      {(hasUnit || known.length > 1 || draft.store !== "") && (
        <div className="rule-hints">
          <Sentence label="Unit and store">
            {hasUnit && (
              <>
                <span>Its values are in</span>
                <ChoiceField
                  label="Unit"
                  quiet
                  value={draft.unit}
                  options={unitOptions.map((each) =>
                    each.id === "none" ? { ...each, label: "no unit" } : each,
                  )}
                  onChange={(unit) => change(withUnit(draft, unit))}
                />
              </>
            )}
            {(known.length > 1 || draft.store !== "") && (
              <>
                <span>and come from</span>
                <ChoiceField
                  label="Store"
                  quiet
                  value={draft.store}
                  options={[
                    { id: "", label: "the default store" },
                    ...known.map((name) => ({ id: name, label: name })),
                  ]}
                  onChange={(store) => change({ store })}
                />
                <Fault path="when.store" />
              </>
            )}
          </Sentence>
        </div>
      )}
    </>
  );
}

const operators = [
  { id: "above", label: "above" },
  { id: "below", label: "below" },
  { id: "inside", label: "within" },
  { id: "outside", label: "outside" },
] as const;
const severities = [
  { id: "", label: "any severity" },
  { id: "info", label: "info" },
  { id: "warning", label: "warning" },
  { id: "error", label: "error" },
  { id: "critical", label: "critical" },
] as const;
const againsts = (["hour", "day", "week"] as const).map((id) => ({ id, label: againstWords[id] }));
const directions = [
  { id: "either", label: "up or down" },
  { id: "up", label: "up" },
  { id: "down", label: "down" },
] as const;

const sentences: Readonly<Record<RuleKind, (props: PartProps) => ReactNode>> = {
  threshold: (props) => <Threshold {...props} />,
  quiet: (props) => <Quiet {...props} />,
  senders: (props) => <Quiet {...props} />,
  events: (props) => <Events {...props} />,
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

/** How long it has to be bad, and when it is over. */
function Lasting({ draft, change }: PartProps) {
  const { op, kind, unit } = draft;
  const isRange = op === "inside" || op === "outside";
  return (
    <>
      <span>for</span>
      <MeasureField
        label="For"
        path="forMs"
        of="length"
        value={draft.for}
        onChange={(lasts) => change({ for: lasts })}
      />
      {kind === "threshold" ? (
        <>
          <span>then clear {clearWords[op]}</span>
          <MeasureField
            label="Clear level"
            path="when.clear"
            of={unit}
            value={draft.clear}
            placeholder={draft.level.text}
            onChange={(clear) => change({ clear })}
          />
          {isRange && (
            <>
              <span>to</span>
              <MeasureField
                label="Upper clear level"
                path="when.clearUpper"
                of={unit}
                value={draft.clearUpper}
                placeholder={draft.upper.text}
                onChange={(clearUpper) => change({ clearUpper })}
              />
            </>
          )}
          <span>after</span>
        </>
      ) : (
        <span>then clear after</span>
      )}
      <MeasureField
        label="Clear after"
        path="clearForMs"
        of="length"
        value={draft.clearFor}
        onChange={(clearFor) => change({ clearFor })}
      />
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

function Events({ draft, change }: PartProps) {
  const services = useLabelValues("service");
  return (
    <>
      <span>more than</span>
      <MeasureField
        label="More than"
        path="when.moreThan"
        of="count"
        value={draft.moreThan}
        onChange={(moreThan) => change({ moreThan })}
      />
      <span>events within</span>
      <Window draft={draft} change={change} />
      <span>of type</span>
      <WordField
        label="Types"
        path="when.events.types"
        value={draft.types}
        placeholder="any, or log, deploy"
        onChange={(types) => change({ types })}
      />
      <span>and</span>
      <ChoiceField
        label="Severity of the events"
        value={draft.eventSeverity}
        options={severities}
        onChange={(eventSeverity) => change({ eventSeverity })}
      />
      <span>of service</span>
      <WordField
        label="Service"
        path="when.events.service"
        value={draft.eventService}
        placeholder="any"
        offered={services}
        onChange={(eventService) => change({ eventService })}
      />
      <span>on host</span>
      <WordField
        label="Host"
        path="when.events.host"
        value={draft.host}
        placeholder="any"
        onChange={(host) => change({ host })}
      />
      <span>with the words</span>
      <WordField
        label="Words in the title"
        path="when.events.search"
        value={draft.search}
        placeholder="any"
        onChange={(search) => change({ search })}
      />
      <span>and fingerprint</span>
      <WordField
        label="Fingerprint"
        path="when.events.fingerprint"
        value={draft.fingerprint}
        placeholder="any"
        onChange={(fingerprint) => change({ fingerprint })}
      />
      <Fault path="when.events" />
    </>
  );
}

function Slow({ draft, change }: PartProps) {
  const services = useLabelValues("service");
  return (
    <>
      <span>of the requests of</span>
      <WordField
        label="Service"
        path="when.service"
        value={draft.service}
        placeholder="any service"
        offered={services}
        onChange={(service) => change({ service })}
      />
      <span>the fastest</span>
      <MeasureField
        label="Share of requests"
        path="when.quantile"
        of="ratio"
        value={draft.quantile}
        onChange={(quantile) => change({ quantile })}
      />
      <span>take up to more than</span>
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
      <span>days,</span>
    </>
  );
}
