import type { Column, Frame, ReadyCall } from "@mission-control/functions";
import type { CodeFault } from "./CodeEditor.tsx";

/** What the worker is to run: a call on a query's values, which begin as much earlier as the call asks for. */
export interface PreviewTask {
  readonly call: ReadyCall;
  readonly frame: Frame;
}

/** What the call gave, or what went wrong. */
export type PreviewResult = { readonly series: readonly Column[] } | { readonly fault: CodeFault };
