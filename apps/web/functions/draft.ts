import {
  type CustomFunction,
  customFunctionSchema,
  type FunctionParameter,
  type Reject,
  rejectsOf,
} from "@mission-control/contracts";

/** A parameter while it is being written: everything is text. `key` tells it from the others, whatever it is called. */
export interface DraftParameter {
  readonly key: number;
  readonly name: string;
  readonly type: FunctionParameter["type"];
  readonly default: string;
  readonly help: string;
}

/** A function while it is being written. */
export interface Draft {
  readonly name: string;
  readonly kind: CustomFunction["kind"];
  readonly per: CustomFunction["per"];
  readonly description: string;
  readonly parameters: readonly DraftParameter[];
  readonly lookback: string;
  readonly shift: string;
  readonly code: string;
}

let lastKey = 0;

/** A parameter with nothing in it yet. */
export function emptyParameter(): DraftParameter {
  return { key: ++lastKey, name: "", type: "number", default: "", help: "" };
}

/** A function that works, to begin with. */
export function exampleDraft(): Draft {
  return {
    name: "scale",
    kind: "map",
    per: "query",
    description: "Multiplies each value by a number.",
    parameters: [
      { ...emptyParameter(), name: "factor", default: "2", help: "What each value is multiplied by" },
    ],
    lookback: "0s",
    shift: "0s",
    code: "(value, timeMs, labels, args) => value * args.factor",
  };
}

/** The function as text to be changed. */
export function draftOf(fn: CustomFunction): Draft {
  return {
    ...pickDraft(fn),
    parameters: fn.parameters.map((parameter) => ({
      ...emptyParameter(),
      name: parameter.name,
      type: parameter.type,
      default: parameter.default === undefined ? "" : String(parameter.default),
      help: parameter.help,
    })),
  };
}

function pickDraft({
  name,
  kind,
  per,
  description,
  lookback,
  shift,
  code,
}: Omit<CustomFunction, "parameters">) {
  return { name, kind, per, description, lookback, shift, code };
}

/** A draft as a function, or what is wrong with it, each fault with its field's path (`parameters.0.name`). */
export type Checked =
  | { readonly ok: true; readonly value: CustomFunction }
  | { readonly ok: false; readonly faults: readonly Reject[] };

/** Reads a draft as strictly as the server does. */
export function checkDraft(draft: Draft): Checked {
  const read = customFunctionSchema.safeParse({
    ...draft,
    lookback: draft.lookback.trim() || "0s",
    shift: draft.shift.trim() || "0s",
    parameters: draft.parameters.map(parameterOf),
  });
  const faults = read.success ? [] : rejectsOf(read.error);
  const twice = draft.parameters.findIndex(
    ({ name }, i) => draft.parameters.findIndex((other) => other.name === name) < i,
  );
  if (twice !== -1)
    faults.push({
      code: "twice",
      path: `parameters.${twice}.name`,
      message: "two parameters have this name; give one another",
    });
  return read.success && faults.length === 0 ? { ok: true, value: read.data } : { ok: false, faults };
}

function parameterOf({ name, type, default: given, help }: DraftParameter) {
  const text = given.trim();
  const isNumber = type === "number" && text !== "" && !Number.isNaN(Number(text));
  return {
    name,
    type,
    help,
    ...(text !== "" && type !== "query" && { default: isNumber ? Number(text) : text }),
  };
}

/** Whether two drafts say the same. */
export function sameDraft(a: Draft, b: Draft): boolean {
  const plain = ({ parameters, ...rest }: Draft) =>
    JSON.stringify([
      pickDraft(rest),
      parameters.map((each) => [each.name, each.type, each.default, each.help]),
    ]);
  return plain(a) === plain(b);
}

/** A name like `name` that none of `taken` has: `smooth_2`. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const base = name.replace(/_\d+$/, "").slice(0, 56);
  for (let i = 2; ; i++) if (!taken.includes(`${base}_${i}`)) return `${base}_${i}`;
}
