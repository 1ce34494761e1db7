/** More columns than any screen is wide; a canvas cannot be wider than 32,767 pixels. */
const MAX_COLUMNS = 16_384;

/** Where Cubism's own default lies, too. */
const DEFAULT_SIZE = 1_440;

/** What a context can be laid on anew. */
export interface Layout {
  /** The length of a step in milliseconds. */
  step: number;
  /** How many steps are shown, one column to each; at most 16,384, and 1,440 where it is absent. */
  size: number;
  /** The width of a column in CSS pixels; 1 where it is absent. */
  columnPx: number;
  /** The end of the last step shown, in milliseconds since the epoch; floored to the step grid. Now where it is absent. */
  endMs: number;
}

type Change = { [K in keyof Layout]?: Layout[K] | undefined };

/**
 * The numbers of a context: its grid and where on it the window lies.
 * @throws RangeError where `step` is no positive number or `endMs` no time.
 */
export function createPlace(options: Change & { step: number }, nowMs: number) {
  const { step, endMs = nowMs } = options;
  if (!(step > 0 && Number.isFinite(step)))
    throw new RangeError("step must be a positive number of milliseconds");
  if (!Number.isFinite(endMs)) throw new RangeError("endMs must be a time");
  const endStep = Math.floor(endMs / step);

  const place = {
    step,
    size: sizeOf(options.size ?? DEFAULT_SIZE),
    columnPx: pxOf(options.columnPx) ?? 1,
    endStep,
    liveStep: endStep,
    paused: false,
    version: 0,
    /** Another number whenever it was laid anew: on another grid, or elsewhere on it, or back to the live edge. */
    layout: 0,
    get startMs() {
      return (place.endStep - place.size) * place.step;
    },
    get endMs() {
      return place.endStep * place.step;
    },
    columnOfStep(step: number): number | undefined {
      const column = step - place.endStep + place.size - 1;
      return column >= 0 && column < place.size ? column : undefined;
    },
    /** See `Context.configure`. */
    lay(change: Change): void {
      place.layout++;
      const next = change.step !== undefined && change.step > 0 ? change.step : place.step;
      if (Number.isFinite(next) && next !== place.step) {
        place.endStep = Math.floor((place.endStep * place.step) / next);
        place.liveStep = Math.floor((place.liveStep * place.step) / next);
        place.step = next;
      }
      if (change.size !== undefined) place.size = sizeOf(change.size);
      place.columnPx = pxOf(change.columnPx) ?? place.columnPx;
      if (change.endMs === undefined || !Number.isFinite(change.endMs)) return;
      place.endStep = Math.floor(change.endMs / place.step);
      if (!place.paused) place.liveStep = place.endStep;
    },
  };
  return place;
}

function sizeOf(size: number): number {
  return size >= 1 ? Math.min(MAX_COLUMNS, Math.floor(size)) : 0;
}

function pxOf(px: number | undefined): number | undefined {
  return px !== undefined && px > 0 && Number.isFinite(px) ? px : undefined;
}
