import { ChevronDown, ZoomOut } from "lucide-react";
import { useRef, useState } from "react";
import { Opened } from "../chrome/Opened.tsx";
import { useServices } from "../data/services.ts";
import { type Span, zoomOut } from "../data/span.ts";
import { momentText } from "../format/time.ts";
import { later } from "../later/later.ts";

const RangePopover = later(async () => (await import("./RangePopover.tsx")).RangePopover);

/** What of an address says which time is shown; undefined takes it out. */
export type RangeChange = {
  range?: string;
  from: number | undefined;
  to: number | undefined;
};

/** How much time is shown, with the step that follows from it, and how it is chosen. */
export function RangeButton(props: { span: Span; step: string; onChange: (by: RangeChange) => void }) {
  const { span, step, onChange } = props;
  const { link } = useServices();
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const { range, fixed } = span;
  const nowMs = link.nowMs();
  const words =
    fixed === undefined
      ? `last ${range.label}`
      : `${momentText(fixed.from, nowMs)} to ${momentText(fixed.to, nowMs)}`;
  return (
    <>
      {span.endMs !== undefined && (
        <button
          type="button"
          className="icon-button"
          aria-label="Zoom out"
          title="Twice as long a stretch"
          onClick={() => onChange(zoomOut(span, nowMs))}
        >
          <ZoomOut size={15} aria-hidden />
        </button>
      )}
      <button
        ref={trigger}
        type="button"
        className="pill range"
        aria-label={`Range: ${words}, steps of ${step}`}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {fixed === undefined ? (
          <>
            <span>Last</span>
            <b>{range.label}</b>
          </>
        ) : (
          <b>
            {momentText(fixed.from, nowMs)} – {momentText(fixed.to, nowMs)}
          </b>
        )}
        <span className="range-step">{step} steps</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      {open && (
        <Opened onClose={() => setOpen(false)}>
          <RangePopover span={span} triggerRef={trigger} onChange={onChange} onClose={() => setOpen(false)} />
        </Opened>
      )}
    </>
  );
}
