import { ChevronDown } from "lucide-react";
import { Choice } from "../chrome/Choice.tsx";
import type { DrawnPanel } from "../panels/PanelView.tsx";
import { panelKinds } from "../panels/panel-kinds.ts";
import { type ExploreSearch, type Kind, kinds } from "./explore-search.ts";
import type { ExploreChange } from "./use-explore-search.ts";

const units = [
  { id: "", label: "By its name" },
  { id: "none", label: "None" },
  { id: "seconds", label: "Seconds" },
  { id: "bytes", label: "Bytes" },
  { id: "bytes_per_second", label: "Bytes per second" },
  { id: "per_second", label: "Per second" },
  { id: "ratio", label: "Per cent" },
  { id: "count", label: "Count" },
  { id: "celsius", label: "°C" },
  { id: "hertz", label: "Hertz" },
];
const reduces = [
  { id: "last", label: "Last" },
  { id: "mean", label: "Mean" },
  { id: "min", label: "Least" },
  { id: "max", label: "Most" },
  { id: "sum", label: "Sum" },
] as const;
const orders = [
  { id: "value", label: "By value" },
  { id: "change", label: "By change" },
  { id: "name", label: "By name" },
] as const;
const ramps = [
  { id: "blue", label: "Blue" },
  { id: "teal", label: "Teal" },
  { id: "violet", label: "Violet" },
  { id: "warm", label: "Warm" },
] as const;

/** In which way the expression is looked at, and what that way can be told. */
export function KindBar(props: {
  search: ExploreSearch;
  panel: DrawnPanel;
  onKind: (kind: Kind) => void;
  change: (by: ExploreChange) => void;
}) {
  const { search, panel, onKind, change } = props;
  const isReduced = panel.kind === "bars" || panel.kind === "table" || panel.kind === "number";
  return (
    <div className="kind-bar">
      <fieldset className="chart-kinds">
        <legend className="sr-only">Look at it as</legend>
        {kinds.map((kind) => {
          const { label, Icon } = panelKinds[kind];
          return (
            <button key={kind} type="button" aria-pressed={panel.kind === kind} onClick={() => onKind(kind)}>
              <Icon size={15} aria-hidden />
              <span>{label}</span>
            </button>
          );
        })}
      </fieldset>
      <div className="kind-options">
        {panel.kind === "line" && (
          <>
            <Toggle label="Filled" on={panel.fill} set={(fill) => change({ fill })} />
            <Toggle label="Log" on={panel.log} set={(log) => change({ log })} />
          </>
        )}
        {panel.kind === "stacked" && (
          <Toggle label="Parts of the whole" on={panel.percent} set={(percent) => change({ percent })} />
        )}
        {panel.kind === "bars" && (
          <Toggle label="Upright" on={!panel.horizontal} set={(upright) => change({ upright })} />
        )}
        {panel.kind === "lanes" && (
          <>
            <Pick label="Order" choices={orders} value={panel.sort} set={(sort) => change({ sort })} />
            <Pick label="Colour" choices={ramps} value={panel.ramp} set={(ramp) => change({ ramp })} />
          </>
        )}
        {isReduced && (
          <Pick label="Value" choices={reduces} value={panel.reduce} set={(reduce) => change({ reduce })} />
        )}
        <Pick
          label="Unit"
          choices={units}
          value={search.unit ?? ""}
          set={(unit) => change({ unit: unit === "" ? undefined : (unit as DrawnPanel["unit"]) })}
        />
      </div>
    </div>
  );
}

function Toggle({ label, on, set }: { label: string; on: boolean; set: (on: true | undefined) => void }) {
  return (
    <button
      type="button"
      className="kind-toggle"
      aria-pressed={on}
      onClick={() => set(on ? undefined : true)}
    >
      {label}
    </button>
  );
}

function Pick<Id extends string>(props: {
  label: string;
  choices: readonly { readonly id: Id; readonly label: string }[];
  value: Id;
  set: (id: Id) => void;
}) {
  const { label, choices, value, set } = props;
  const chosen = choices.find(({ id }) => id === value)?.label ?? value;
  return (
    <Choice<Id>
      label={`${label}: ${chosen}`}
      menuLabel={label}
      className="kind-toggle"
      choices={choices}
      value={value}
      onChoose={set}
      placement="bottom end"
    >
      <span>{label}</span> <b>{chosen}</b>
      <ChevronDown size={12} aria-hidden />
    </Choice>
  );
}
