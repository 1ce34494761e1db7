import { History } from "lucide-react";
import { exactTime } from "../format/time.ts";
import { useServices } from "../services.ts";
import { fieldMoment, fieldText } from "./silence-times.ts";

/** Which moment is looked at: now, or one that is chosen. */
export function MomentField(props: { at: number | undefined; onChange: (at: number | undefined) => void }) {
  const { at, onChange } = props;
  const { link } = useServices();
  return (
    <div className="moment-field" data-past={at !== undefined || undefined}>
      <label title={at === undefined ? "How it stood at another moment" : exactTime(at)}>
        <History size={15} aria-hidden />
        <span>As it was at</span>
        <input
          type="datetime-local"
          value={at === undefined ? "" : fieldText(at)}
          max={fieldText(link.nowMs())}
          onChange={(event) => onChange(fieldMoment(event.target.value))}
        />
      </label>
      {at !== undefined && (
        <button type="button" className="button small" onClick={() => onChange(undefined)}>
          Back to now
        </button>
      )}
    </div>
  );
}
