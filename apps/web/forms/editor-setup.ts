import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionStatus,
  selectedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, insertNewline } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, linter } from "@codemirror/lint";
import { type EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { functionListSchema } from "@mission-control/contracts";
import { LanguageType, newCompleteStrategy, promQLLanguage } from "@prometheus-io/codemirror-promql";
import { ask } from "../data/ask.ts";
import { editorTheme } from "./editor-theme.ts";
import { faultOf, faultWords } from "./expr-faults.ts";
import { paintTokens } from "./paint-tokens.ts";
import { queryEnd } from "./query-end.ts";

/** A metric that came a moment ago is to be offered soon. */
const KEEP_MS = 20_000;

/** All that an editor of expressions is made of. `run` is called with Enter; Shift+Enter begins another line. */
export function editorSetup(options: {
  label: string;
  hint: string;
  run: (view: EditorView) => void;
  focused: () => void;
}): Extension {
  const enter = (view: EditorView) => {
    const isOpen = completionStatus(view.state) === "active";
    if (isOpen && !isTypedOut(view.state) && acceptCompletion(view)) return true;
    closeCompletion(view);
    options.run(view);
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: "Enter", run: enter },
        { key: "Mod-Enter", run: enter },
        { key: "Shift-Enter", run: insertNewline },
      ]),
    ),
    history(),
    promQLLanguage(LanguageType.PromQL),
    paintTokens,
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [complete()], icons: false, maxRenderedOptions: 60 }),
    linter(({ state }) => diagnosticsOf(state.doc.toString()), { delay: 400 }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
    placeholder(options.hint),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": options.label, "aria-multiline": "true" }),
    EditorView.domEventHandlers({ focus: () => options.focused() }),
    editorTheme,
  ];
}

/** Whether what is chosen in the list stands there already: Enter then means to run. */
function isTypedOut(state: EditorState): boolean {
  const label = selectedCompletion(state)?.label;
  const { head } = state.selection.main;
  return label !== undefined && state.sliceDoc(Math.max(0, head - label.length), head) === label;
}

function diagnosticsOf(text: string): Diagnostic[] {
  const fault = faultOf(text);
  if (fault === undefined) return [];
  return [{ ...fault, severity: "error", message: faultWords(fault.message) }];
}

/** Completes the query from our own API, and behind `|>` the names of functions. */
function complete() {
  const promql = newCompleteStrategy({
    remote: {
      url: "",
      httpMethod: "GET",
      cache: { maxAge: KEEP_MS },
      fetchFn: (input, init) => fetch(input, init),
    },
  });
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(0, context.pos);
    if (queryEnd(before) < before.length) return completeCall(context);
    const result = await promql.promQL(context);
    // In a text that is not closed yet the last character would be left standing.
    return result === null ? null : { ...result, to: Math.max(result.to ?? 0, context.pos) };
  };
}

async function completeCall(context: CompletionContext): Promise<CompletionResult | null> {
  const typed = context.matchBefore(/\|>\s*[a-z0-9_]*/);
  if (typed === null) return null;
  const answer = await ask<unknown>("/api/functions");
  const list = answer.ok ? functionListSchema.safeParse(answer.value) : undefined;
  if (list?.success !== true) return null;
  const from = context.pos - (/[a-z0-9_]*$/.exec(typed.text)?.[0].length ?? 0);
  return {
    from,
    validFor: /^[a-z0-9_]*$/,
    options: list.data.functions.map(({ name, description, parameters }) => ({
      label: name,
      detail: `(${parameters.map((each) => each.name).join(", ")})`,
      info: description,
      apply: parameters.length === 0 ? name : `${name}(`,
      type: "function",
    })),
  };
}
