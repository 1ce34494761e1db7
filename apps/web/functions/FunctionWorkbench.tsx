import type { CustomFunction, Reject } from "@mission-control/contracts";
import { useCallback, useMemo, useState } from "react";
import { CodeEditor, type CodeFault } from "./CodeEditor.tsx";
import { type Arguments, argumentsOf, pipedInto } from "./call.ts";
import { completionsOf } from "./completions.ts";
import { checkDraft, type Draft, draftOf, exampleDraft, freeName, sameDraft } from "./draft.ts";
import { draftNamed, keepDraft } from "./drafts.ts";
import { FunctionAbout } from "./FunctionAbout.tsx";
import { FunctionForm } from "./FunctionForm.tsx";
import { FunctionHead } from "./FunctionHead.tsx";
import { type FunctionsSearch, NEW, type PreviewRange } from "./functions-search.ts";
import { Preview } from "./Preview.tsx";
import { type KnownFunction, useKeepFunction } from "./use-functions.ts";

/** One function: what it is, its code, and what it does to a lane. `fn` is undefined for one that is not saved yet. */
export function FunctionWorkbench(props: {
  fn: KnownFunction | undefined;
  functions: readonly KnownFunction[];
  expr: string;
  range: PreviewRange;
  given: Arguments;
  onGiven: (given: Arguments) => void;
  change: (search: FunctionsSearch, replace: boolean) => void;
}) {
  const { fn, functions, expr, range, given, onGiven, change } = props;
  const keep = useKeepFunction();
  const key = fn?.name ?? NEW;
  const names = functions.map((each) => each.name);
  const [saved] = useState(() => (fn === undefined ? exampleOf(names) : draftOf(fn)));
  const [draft, setDraft] = useState(() => draftNamed(key) ?? saved);
  const [refused, setRefused] = useState<readonly Reject[]>([]);
  const [said, setSaid] = useState("");
  const [codeFault, setCodeFault] = useState<CodeFault>();
  const isOurs = fn === undefined || fn.origin === "made";
  const checked = useMemo(() => checkDraft(draft), [draft]);
  const valid: CustomFunction | undefined = checked.ok ? checked.value : undefined;
  const isChanged = fn === undefined || !sameDraft(draft, saved);
  const completions = useMemo(() => completionsOf(draft), [draft]);
  const taken = draft.name !== fn?.name && functions.find((each) => each.name === draft.name);

  const write = useCallback(
    (next: Draft) => {
      setDraft(next);
      setRefused([]);
      setSaid("");
      keepDraft(key, sameDraft(next, saved) ? undefined : next);
    },
    [key, saved],
  );
  const onFault = useCallback((fault: CodeFault | undefined) => setCodeFault(fault), []);

  const save = async () => {
    if (valid === undefined) return setSaid("Not saved: mend what is marked first.");
    const outcome = await keep.put(valid);
    if (!outcome.ok) {
      const { message, faults = [] } = outcome.failure;
      setRefused(faults);
      return setSaid(faults.length > 0 ? "Not saved: mend what is marked." : `Not saved. ${message}`);
    }
    keepDraft(key, undefined);
    setSaid("Saved.");
    change({ name: valid.name }, true);
  };
  const remove = async () => {
    const outcome = await keep.remove(key);
    if (!outcome.ok) return setSaid(`Not deleted. ${outcome.failure.message}`);
    keepDraft(key, undefined);
    change({ name: NEW }, true);
  };
  const copy = () => {
    keepDraft(NEW, { ...draft, name: freeName(draft.name, names) });
    change({ name: NEW }, false);
  };
  const args = valid === undefined ? undefined : argumentsOf(valid, given);
  const laneExpr =
    valid === undefined || args === undefined || "missing" in args || fn === undefined || isChanged
      ? undefined
      : pipedInto(expr, valid.name, args.args);

  const faults = checked.ok ? refused : checked.faults;
  const codeRefused = faults.find(({ path }) => path === "code")?.message;
  return (
    <>
      <FunctionHead
        draft={draft}
        fn={fn}
        isOurs={isOurs}
        isChanged={isChanged}
        said={said}
        saveWords={taken ? `Save over ${draft.name}` : "Save"}
        canSave={isChanged && !(taken && taken.origin !== "made")}
        laneExpr={laneExpr}
        onSave={() => void save()}
        onRevert={() => write(saved)}
        onDelete={() => void remove()}
        onCopy={copy}
      />
      <div className="function-parts">
        {isOurs ? (
          <FunctionForm
            draft={draft}
            faults={faults}
            nameHint={nameHint(fn, draft, taken)}
            onChange={write}
          />
        ) : (
          <FunctionAbout fn={fn} />
        )}
        <section className="function-code" aria-label="Code">
          <CodeEditor
            label="Code"
            value={draft.code}
            readOnly={!isOurs}
            fault={codeFault}
            completions={completions}
            onChange={(code) => write({ ...draft, code })}
          />
          <p className="code-words" role="status">
            {codeRefused ?? signatureWords[draft.kind]}
          </p>
        </section>
      </div>
      <Preview
        fn={valid}
        given={given}
        onGiven={onGiven}
        expr={expr}
        onExpr={(next) => change({ expr: next }, true)}
        range={range}
        onRange={(next) => change({ range: next }, true)}
        onFault={onFault}
      />
    </>
  );
}

const signatureWords: Record<CustomFunction["kind"], string> = {
  map: "(value, timeMs, labels, args) gives a number. A value that is not there stays not there.",
  aggregate:
    "({ timesMs, stepMs, series }, args) gives a list of { labels, values }. A gap is NaN; values is as long as timesMs.",
};

function exampleOf(names: readonly string[]): Draft {
  const example = exampleDraft();
  return { ...example, name: freeName(example.name, names) };
}

function nameHint(fn: KnownFunction | undefined, draft: Draft, taken: KnownFunction | false | undefined) {
  if (taken && taken.origin !== "made")
    return "There is one of this name that cannot be changed. Choose another name.";
  if (taken) return "There is one of this name already: saving replaces it.";
  if (fn !== undefined && draft.name !== fn.name) return `Saves a second one; ${fn.name} stays as it is.`;
  return undefined;
}
