import { ChevronDown, Pause, Play } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Choice } from "../chrome/Choice.tsx";
import { stepText } from "../format/time.ts";
import { useLayout } from "../wall/use-layout.ts";
import { useStage } from "./gallery-context.ts";
import { steps } from "./gallery-model.ts";
import type { WallLook } from "./WallLane.tsx";

const bandChoices = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => ({
  id: String(count),
  label: count === 1 ? "1 band" : `${count} bands`,
}));
const modeChoices = [
  { id: "offset", label: "Offset", note: "Below zero hangs from the top" },
  { id: "mirror", label: "Mirror", note: "Below zero stands on the ground" },
] as const;
const scaleChoices = [
  { id: "linear", label: "Linear" },
  { id: "log", label: "Logarithmic" },
] as const;
const rampChoices = [
  { id: "usual", label: "Usual colours" },
  { id: "safe", label: "Safe colours", note: "Nobody has to tell red from green" },
] as const;
const stepChoices = steps.map((ms) => ({ id: String(ms), label: `${stepText(ms)} a column` }));
const pxChoices = [1, 2, 3, 4, 6].map((px) => ({ id: String(px), label: `${px} px a column` }));

/** Everything that can be changed while the lanes run. */
export function Controls(props: {
  look: WallLook;
  onLook: (look: WallLook) => void;
  columnPx: number;
  onColumnPx: (px: number) => void;
}) {
  const { look, onLook, columnPx, onColumnPx } = props;
  const { context } = useStage();
  useLayout(context);
  const step = steps.find((ms) => ms === context.step);
  return (
    <div className="gallery-tools" role="toolbar" aria-label="The 500 lanes">
      <Live />
      <Pill
        name="Bands"
        choices={bandChoices}
        value={String(look.bands)}
        onChoose={(bands) => onLook({ ...look, bands: Number(bands) })}
      />
      <Pill
        name="Mode"
        choices={modeChoices}
        value={look.mode}
        onChoose={(mode) => onLook({ ...look, mode })}
      />
      <Pill
        name="Scale"
        choices={scaleChoices}
        value={look.scale}
        onChoose={(scale) => onLook({ ...look, scale })}
      />
      <Pill
        name="Ramps"
        choices={rampChoices}
        value={look.safe ? "safe" : "usual"}
        onChoose={(ramps) => onLook({ ...look, safe: ramps === "safe" })}
      />
      <Pill
        name="Step"
        choices={stepChoices}
        value={String(step)}
        onChoose={(ms) => context.configure({ step: Number(ms) })}
      />
      <Pill
        name="Width"
        choices={pxChoices}
        value={String(columnPx)}
        onChoose={(px) => onColumnPx(Number(px))}
      />
    </div>
  );
}

function Pill<Id extends string>(props: {
  name: string;
  choices: readonly { readonly id: Id; readonly label: string; readonly note?: string }[];
  value: Id;
  onChoose: (id: Id) => void;
}) {
  const { name, choices, value, onChoose } = props;
  const chosen = choices.find(({ id }) => id === value)?.label ?? "";
  return (
    <Choice
      label={`${name}: ${chosen}`}
      menuLabel={name}
      className="pill choice"
      choices={choices}
      value={value}
      onChoose={onChoose}
      placement="bottom start"
    >
      <b>{chosen}</b>
      <ChevronDown size={14} aria-hidden />
    </Choice>
  );
}

/** Whether the lanes move, and the button that stops and starts them. */
function Live() {
  const { context } = useStage();
  const paused = useSyncExternalStore(
    (listener) => context.on("pause", listener),
    () => context.paused,
  );
  return (
    <div className="pill live" data-testid="gallery-live" data-state={paused ? "paused" : "live"}>
      <i className="live-dot" aria-hidden />
      <b>{paused ? "Paused" : "Live"}</b>
      <button
        type="button"
        className="live-button"
        aria-label={paused ? "Resume" : "Pause"}
        title={paused ? "Resume (space)" : "Pause (space)"}
        onClick={() => (paused ? context.resume() : context.pause())}
      >
        {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
      </button>
    </div>
  );
}
