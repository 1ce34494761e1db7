import { type Clock, createSealingClock, type Undo } from "@mission-control/series";

/** Advances a context by the clock alone, on whatever step it has at the time. */
export function moveByClock(
  clock: Clock,
  graceMs: number,
  context: {
    readonly stepMs: number;
    advance(ms: number): void;
    on(event: "configure", fn: () => void): Undo;
  },
): Undo {
  let stepMs = 0;
  let stop: Undo = () => {};
  const begin = () => {
    if (context.stepMs === stepMs) return;
    stop();
    stepMs = context.stepMs;
    const sealing = createSealingClock({ clock, stepMs, graceMs });
    sealing.onSeal(context.advance);
    context.advance(sealing.sealedMs());
    stop = sealing.start();
  };
  const forget = context.on("configure", begin);
  begin();
  return () => {
    forget();
    stop();
  };
}
