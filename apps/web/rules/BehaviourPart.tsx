import type { Rule } from "@mission-control/contracts";
import { ChoiceField, MeasureField, Sentence } from "./fields.tsx";
import type { PartProps } from "./part-props.ts";

const noDatas: readonly { id: Rule["noData"]; label: string }[] = [
  { id: "no-data", label: "alert as “no data”" },
  { id: "firing", label: "fire" },
  { id: "normal", label: "count it as good" },
  { id: "keep", label: "leave it as it was" },
];
const onErrors: readonly { id: Rule["onError"]; label: string }[] = [
  { id: "error", label: "alert as “error”" },
  { id: "firing", label: "fire" },
  { id: "normal", label: "count it as good" },
  { id: "keep", label: "leave it as it was" },
];

/** What there is an alert for, and what becomes of it without data. `labels` and `count` are undefined before they are known. */
export function BehaviourPart(props: PartProps & { labels: readonly string[] | undefined; count: number }) {
  const { draft, change, labels, count } = props;
  return (
    <div className="rule-hints">
      <p data-testid="alert-for-each">
        {labels === undefined ? (
          "One alert for each label set."
        ) : labels.length === 0 ? (
          "One alert."
        ) : (
          <>
            One alert for each <b>{labels.join(", ")}</b> ({count.toLocaleString("en")} in this time).
          </>
        )}
      </p>
      <Sentence label="Without data">
        <span>If data stops:</span>
        <ChoiceField
          label="If data stops"
          quiet
          value={draft.noData}
          options={noDatas}
          onChange={(noData) => change({ noData })}
        />
        <span>after</span>
        <MeasureField
          label="Without data for"
          path="noDataAfterMs"
          of="length"
          value={draft.noDataAfter}
          onChange={(noDataAfter) => change({ noDataAfter })}
        />
      </Sentence>
      <Sentence label="On an error">
        <span>If it cannot be evaluated:</span>
        <ChoiceField
          label="If it cannot be evaluated"
          quiet
          value={draft.onError}
          options={onErrors}
          onChange={(onError) => change({ onError })}
        />
        <span>It is looked at every</span>
        <MeasureField
          label="Evaluated every"
          path="everyMs"
          of="length"
          value={draft.every}
          onChange={(every) => change({ every })}
        />
      </Sentence>
    </div>
  );
}
