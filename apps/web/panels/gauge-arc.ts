import type { Unit } from "@mission-control/contracts";

const CENTRE = { x: 50, y: 50 } as const;
const RADIUS = 42;
/** The arc begins this far below the horizontal, in radians, and ends as far. */
const DIP = 0.2;

/** The path of a part of a gauge's arc, from the left (0) to the right (1), in a box of 100 by 62. */
export function arcPath(from: number, to: number): string {
  const place = (part: number) => {
    const angle = Math.PI + DIP - part * (Math.PI + 2 * DIP);
    const [x, y] = [CENTRE.x + RADIUS * Math.cos(angle), CENTRE.y - RADIUS * Math.sin(angle)];
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  };
  const isLong = (to - from) * (Math.PI + 2 * DIP) > Math.PI;
  return `M${place(from)}A${RADIUS} ${RADIUS} 0 ${isLong ? 1 : 0} 1 ${place(to)}`;
}

/** The ends of a gauge: those given, else nothing and a whole, or a round value past all that it is to show. */
export function gaugeEnds(
  look: {
    unit: Unit;
    min?: number | undefined;
    max?: number | undefined;
    warnAt?: number | undefined;
    badAt?: number | undefined;
  },
  values: readonly number[],
): readonly [number, number] {
  const known = [...values, look.warnAt, look.badAt].filter((value) => Number.isFinite(value)) as number[];
  const least = look.min ?? Math.min(0, ...known);
  const most = Math.max(0, ...known);
  const top = look.max ?? (look.unit === "ratio" && most <= 1 ? 1 : roundUp(most));
  return top > least ? [least, top] : [least, least + 1];
}

/** The next of 1, 2, 2.5, 5 and 10 times a power of ten. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((each) => each * power >= value * 1.0001) ?? 10) * power;
}
