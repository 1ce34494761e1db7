import { History } from "lucide-react";
import { useEffect, useState } from "react";
import { useServices } from "../data/services.ts";
import { exactTime } from "../format/time.ts";
import { fieldText, pastMoment } from "./silence-times.ts";

/** Which moment is looked at: now, or one that is chosen. What is typed stays until it is a moment that has been. */
export function MomentField(props: { at: number | undefined; onChange: (at: number | undefined) => void }) {
  const { at, onChange } = props;
  const { link } = useServices();
  const told = at === undefined ? "" : fieldText(at);
  const [text, setText] = useState(told);
  useEffect(() => setText(told), [told]);
  const type = (next: string) => {
    setText(next);
    const ms = pastMoment(next, link.nowMs());
    if (ms !== undefined) onChange(ms);
  };
  return (
    <div className="moment-field" data-past={at !== undefined || undefined}>
      <label title={at === undefined ? "How it stood at another moment" : exactTime(at)}>
        <History size={15} aria-hidden />
        <span>As it was at</span>
        <input
          type="datetime-local"
          value={text}
          max={fieldText(link.nowMs())}
          onChange={(event) => type(event.target.value)}
          // What is no moment that has been is not what is shown.
          onBlur={() => setText(told)}
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
