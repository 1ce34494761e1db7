import { type CustomFunction, expandIntervals } from "@mission-control/contracts";
import { FunctionFault, planCalls } from "@mission-control/functions";
import { floorToStep, layColumns } from "@mission-control/series";
import { CircleAlert } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { ranges } from "../data/ranges.ts";
import { useServices } from "../data/services.ts";
import { useSettled } from "../data/use-settled.ts";
import { useStatus } from "../data/use-status.ts";
import { titleOfExpr, unitOfExpr } from "../meta/lane-of-expr.ts";
import { ArgumentFields } from "./ArgumentFields.tsx";
import type { CodeFault } from "./CodeEditor.tsx";
import { type Arguments, argumentsOf, pipedInto } from "./call.ts";
import { Field } from "./Field.tsx";
import { type PreviewRange, previewRanges } from "./functions-search.ts";
import { PreviewLanes } from "./PreviewLanes.tsx";
import { useExprs } from "./use-exprs.ts";
import { type PreviewOrder, type PreviewState, usePreview } from "./use-preview.ts";

const TYPED_MS = 250;
/** How often a preview that nobody touches moves on. */
const MOVES_ON_MS = 30_000;
/** What a function makes of an expression, as it is being written. */
export function Preview(props: {
  /** Undefined while what stands in the fields is no function. */
  fn: CustomFunction | undefined;
  given: Arguments;
  onGiven: (given: Arguments) => void;
  expr: string;
  onExpr: (expr: string) => void;
  range: PreviewRange;
  onRange: (range: PreviewRange) => void;
  onFault: (fault: CodeFault | undefined) => void;
}) {
  const { fn, given, onGiven, expr, onExpr, range, onRange, onFault } = props;
  const { clock } = useServices();
  const baseStepMs = useStatus().data?.baseStepMs;
  const [widthPx, body] = useWidth();
  const [nowMs, setNowMs] = useState(() => clock.now());
  useEffect(() => clock.every(MOVES_ON_MS, () => setNowMs(clock.now())), [clock]);
  const known = useExprs();
  const list = useId();

  const typed = useMemo(() => ({ fn, given, expr }), [fn, given, expr]);
  const settled = useSettled(typed, TYPED_MS);
  const ordered = useMemo((): PreviewOrder | { problem: string } | undefined => {
    if (settled.fn === undefined || baseStepMs === undefined || widthPx < 1 || settled.expr.trim() === "")
      return;
    const { stepMs, columns, columnPx } = layColumns(rangeMsOf(range), widthPx, baseStepMs);
    const startMs = floorToStep(nowMs, stepMs) - columns * stepMs;
    const args = argumentsOf(settled.fn, given);
    if ("missing" in args) return { problem: `Give ${args.missing} a value.` };
    const written = args.args.map((arg) => expandIntervals(arg, stepMs, baseStepMs));
    const grid = { startMs, stepMs, columns, columnPx };
    const expanded = expandIntervals(settled.expr, stepMs, baseStepMs);
    try {
      const { name } = settled.fn;
      const [call] = planCalls([{ name, args: written }], new Map([[name, settled.fn]]));
      return { call: call!, expr: expanded, grid };
    } catch (error) {
      if (error instanceof FunctionFault) return { problem: error.message };
      throw error;
    }
  }, [settled, given, baseStepMs, widthPx, nowMs, range]);
  const problem = ordered !== undefined && "problem" in ordered ? ordered.problem : undefined;
  const order = ordered !== undefined && !("problem" in ordered) ? ordered : undefined;
  const { board, state } = usePreview(order);
  const fault = state.phase === "faulty" ? state.fault : undefined;
  useEffect(() => onFault(fault), [fault, onFault]);

  const unit = unitOfExpr(settled.expr);
  const after = fn === undefined ? settled.expr : pipedInto(settled.expr, fn.name, []);
  return (
    <section className="preview" aria-labelledby="preview-title">
      <header>
        <h2 id="preview-title">Before and after</h2>
        <Field label="Expression" mono value={expr} list={list} onChange={onExpr} />
        <datalist id={list}>
          {known.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <fieldset className="segments">
          <legend className="sr-only">Range</legend>
          {previewRanges.map((name) => (
            <label key={name}>
              <input
                type="radio"
                className="segment"
                name="preview-range"
                checked={range === name}
                onChange={() => onRange(name)}
              />
              <span>{ranges.find((each) => each.name === name)?.label}</span>
            </label>
          ))}
        </fieldset>
        {fn !== undefined && <ArgumentFields fn={fn} given={given} onChange={onGiven} />}
      </header>
      <PreviewWords state={state} problem={problem} isFunction={fn !== undefined} expr={settled.expr} />
      <div ref={body} className="preview-body">
        {state.phase === "waiting" && order !== undefined && <div className="preview-skeleton" aria-hidden />}
        <PreviewLanes
          board={board}
          isStale={fn === undefined || problem !== undefined || state.phase !== "ready"}
          title={titleOfExpr(settled.expr)}
          unit={unit}
          afterUnit={unitOfExpr(after)}
        />
      </div>
    </section>
  );
}

/** In words why there is nothing new to see. */
function PreviewWords(props: {
  state: PreviewState;
  problem: string | undefined;
  isFunction: boolean;
  expr: string;
}) {
  const { state, problem, isFunction, expr } = props;
  const words = () => {
    if (!isFunction) return "Mend what is marked above, and its effect appears here.";
    if (expr.trim() === "") return "Type an expression or a metric's name, and its lanes appear here.";
    if (problem !== undefined) return problem;
    if (state.phase === "no-values") return `The expression gives no values: ${state.message}`;
    if (state.phase === "faulty") return state.fault.message;
    if (state.phase === "ready" && state.empty)
      return "Nothing here in this range. Try another expression or a longer range.";
    return "";
  };
  const text = words();
  const isBad = state.phase === "faulty" || state.phase === "no-values";
  return (
    <p className={isBad ? "preview-words bad" : "preview-words"} role="status" data-testid="preview-words">
      {text !== "" && isBad && <CircleAlert size={14} aria-hidden />}
      {text}
    </p>
  );
}

function rangeMsOf(name: PreviewRange): number {
  return ranges.find((range) => range.name === name)!.ms;
}

/** How wide an element is, in whole pixels. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return [widthPx, element] as const;
}
