import { Radio, RadioGroup } from "react-aria-components";
import { kindNames, type PanelKind, panelKinds } from "../panels/panel-kinds.ts";

/** The kinds of panels, each with a small picture. */
export function KindPicker({ value, onChange }: { value: PanelKind; onChange: (kind: PanelKind) => void }) {
  return (
    <RadioGroup
      aria-label="Kind of panel"
      className="kind-picker"
      value={value}
      onChange={(kind) => onChange(kind as PanelKind)}
      orientation="horizontal"
    >
      {kindNames.map((kind) => {
        const { label, Icon } = panelKinds[kind];
        return (
          <Radio key={kind} value={kind} className="kind-choice">
            <Icon size={18} aria-hidden />
            <span>{label}</span>
          </Radio>
        );
      })}
    </RadioGroup>
  );
}
