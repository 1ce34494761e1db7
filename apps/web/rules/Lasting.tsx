import type { RuleKind } from "@mission-control/contracts";
import { MeasureField } from "./fields.tsx";
import type { PartProps } from "./part-props.ts";
import { clearWords } from "./rule-words.ts";

/** What says by itself over which time it looks. */
const saysHowLong: ReadonlySet<RuleKind> = new Set([
  "quiet",
  "senders",
  "events",
  "slow",
  "probe",
  "certificate",
]);

/** How long it has to be bad, and when it is over. */
export function Lasting({ draft, change }: PartProps) {
  const { op, kind, unit } = draft;
  const isRange = op === "inside" || op === "outside";
  return (
    <>
      <span>{saysHowLong.has(kind) ? "and that lasts" : "for"}</span>
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
