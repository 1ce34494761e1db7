import type { Span } from "./errors.ts";

/** Gathers what a result should be read with: each text once, in order of first sight. */
export function createAnnotations() {
  const warnings = new Set<string>();
  const infos = new Set<string>();
  const place = ({ line, column }: Span) => `(${line}:${column})`;
  return {
    warn: (message: string, at: Span) => void warnings.add(`PromQL warning: ${message} ${place(at)}`),
    info: (message: string, at: Span) => void infos.add(`PromQL info: ${message} ${place(at)}`),
    taken: () => ({ warnings: [...warnings], infos: [...infos] }),
  };
}

export type Annotations = ReturnType<typeof createAnnotations>;
