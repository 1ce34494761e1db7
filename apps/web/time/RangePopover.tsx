import { Check, Clock, CornerDownLeft } from "lucide-react";
import { type RefObject, useState } from "react";
import {
  Button,
  Dialog,
  FieldError,
  Form,
  Input,
  Label,
  Menu,
  MenuItem,
  Popover,
  TextField,
} from "react-aria-components";
import { ranges } from "../data/ranges.ts";
import { useServices } from "../data/services.ts";
import { type Span, showFixed } from "../data/span.ts";
import { momentText } from "../format/time.ts";
import { clockDate, momentOf, zoneName } from "../format/zone.ts";
import type { RangeChange } from "./RangeButton.tsx";
import { recentRanges, rememberRange } from "./recent-ranges.ts";
import { readTyped } from "./typed-range.ts";
import "../style/range.css";

/** Chooses the time that is shown: a length up to now, what is typed, or from one moment to another. */
export function RangePopover(props: {
  span: Span;
  triggerRef: RefObject<HTMLElement | null>;
  onChange: (by: RangeChange) => void;
  onClose: () => void;
}) {
  const { span, triggerRef, onChange, onClose } = props;
  const { link } = useServices();
  const [nowMs] = useState(() => link.nowMs());
  const [recent] = useState(recentRanges);
  const showRange = (range: string) => {
    onChange({ range, from: undefined, to: undefined });
    onClose();
  };
  const show = (from: number, to: number) => {
    const fixed = showFixed(from, to);
    rememberRange(fixed);
    onChange(fixed);
    onClose();
  };
  return (
    <Popover
      className="popover range-popover"
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom end"
    >
      <Dialog aria-label="Range" className="range-dialog">
        <Menu
          aria-label="Range"
          className="range-menu"
          selectionMode="single"
          selectedKeys={span.fixed === undefined ? [span.range.name] : []}
          onAction={(name) => showRange(String(name))}
          autoFocus="first"
        >
          {ranges.map(({ name, label }) => (
            <MenuItem key={name} id={name} textValue={`Last ${label}`} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="grow">Last {label}</span>
                  {isSelected && <Check size={14} aria-hidden />}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
        <div className="range-own">
          <TypedField nowMs={nowMs} onRange={showRange} onFixed={show} />
          <FromTo span={span} nowMs={nowMs} onFixed={show} />
          {recent.length > 0 && (
            <section aria-label="Shown before" className="range-recent">
              <h3>Shown before</h3>
              {recent.map(({ from, to }) => (
                <Button key={`${from} ${to}`} className="menu-item" onPress={() => show(from, to)}>
                  <Clock size={13} aria-hidden /> {momentText(from, nowMs)} – {momentText(to, nowMs)}
                </Button>
              ))}
            </section>
          )}
          <p className="range-zone">Times are those of {zoneName().replaceAll("_", " ")}.</p>
        </div>
      </Dialog>
    </Popover>
  );
}

function TypedField(props: {
  nowMs: number;
  onRange: (range: string) => void;
  onFixed: (from: number, to: number) => void;
}) {
  const { nowMs, onRange, onFixed } = props;
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  return (
    <Form
      className="range-typed"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = readTyped(text, nowMs);
        if ("fault" in typed) setFault(typed.fault);
        else if ("range" in typed) onRange(typed.range);
        else onFixed(typed.from, typed.to);
      }}
    >
      <TextField
        className="range-field"
        value={text}
        onChange={(next) => {
          setText(next);
          setFault(undefined);
        }}
        isInvalid={fault !== undefined}
        validationBehavior="aria"
      >
        <Label>Type a range</Label>
        <span className="range-line">
          <Input placeholder="2h, yesterday, 14:00 to 15:30" autoComplete="off" spellCheck={false} />
          <Button type="submit" className="icon-button" aria-label="Show what is typed">
            <CornerDownLeft size={14} aria-hidden />
          </Button>
        </span>
        <FieldError className="range-fault">{fault}</FieldError>
      </TextField>
    </Form>
  );
}

/** Two moments as the browser has them chosen, by the clocks of the zone that is shown. */
function FromTo(props: { span: Span; nowMs: number; onFixed: (from: number, to: number) => void }) {
  const { span, nowMs, onFixed } = props;
  const endMs = span.endMs ?? nowMs;
  const [from, setFrom] = useState(() => shownText(endMs - span.ms));
  const [to, setTo] = useState(() => shownText(endMs));
  const [fault, setFault] = useState<string>();
  return (
    <Form
      className="range-from-to"
      onSubmit={(event) => {
        event.preventDefault();
        const [fromMs, toMs] = [from, to].map((text) => Date.parse(`${text}Z`));
        if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return setFault("Fill both in, with day and time");
        const [first, last] = [momentOf(fromMs!), momentOf(toMs!)];
        if (first >= nowMs) setFault("It begins in the future");
        else if (last <= first) setFault("It ends before it begins");
        else onFixed(first, last);
      }}
    >
      {(
        [
          ["From", from, setFrom],
          ["To", to, setTo],
        ] as const
      ).map(([label, value, set]) => (
        <TextField key={label} className="range-field" type="datetime-local" value={value} onChange={set}>
          <Label>{label}</Label>
          <Input step={1} min="1971-01-01T00:00:00" max="2999-12-31T23:59:59" />
        </TextField>
      ))}
      {fault !== undefined && (
        <p role="alert" className="range-fault">
          {fault}
        </p>
      )}
      <Button type="submit" className="button">
        Show this stretch
      </Button>
    </Form>
  );
}

/** As a field of a day and time takes it. */
const shownText = (ms: number): string => clockDate(ms).toISOString().slice(0, 19);
