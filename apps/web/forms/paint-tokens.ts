import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { queryEnd } from "./query-end.ts";

const mark = (name: string) => Decoration.mark({ class: `tok-${name}` });
const marks: Readonly<Record<string, Decoration>> = {
  Identifier: mark("metric"),
  LabelName: mark("label"),
  StringLiteral: mark("string"),
  QuotedLabelName: mark("string"),
  NumberDurationLiteral: mark("number"),
  NumberDurationLiteralInDurationContext: mark("number"),
  FunctionIdentifier: mark("function"),
  AggregateOp: mark("function"),
  By: mark("word"),
  Without: mark("word"),
  On: mark("word"),
  Ignoring: mark("word"),
  GroupLeft: mark("word"),
  GroupRight: mark("word"),
  Bool: mark("word"),
  Offset: mark("word"),
  And: mark("word"),
  Or: mark("word"),
  Unless: mark("word"),
  LineComment: mark("comment"),
};
const call = mark("call");

/** Colours an expression by the parts of its grammar; calls behind `|>`, which that does not know, as a whole. */
export const paintTokens = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = paint(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || syntaxTree(update.state) !== syntaxTree(update.startState))
        this.decorations = paint(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function paint({ state }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const end = queryEnd(state.doc.toString());
  syntaxTree(state).iterate({
    to: end,
    enter(node) {
      const found = marks[node.name];
      if (found === undefined) return true;
      if (node.to > node.from && node.to <= end) builder.add(node.from, node.to, found);
      return false;
    },
  });
  if (end < state.doc.length) builder.add(end, state.doc.length, call);
  return builder.finish();
}
