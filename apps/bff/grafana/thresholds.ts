/** A colour from a value on; the first of a list has none and counts from below. */
export interface ThresholdStep {
  readonly value?: number | undefined;
  readonly color?: string | undefined;
}

/** From where on a value is doubtful and bad, as panels say it; where `badAt` is below `warnAt`, less is worse. */
export interface CarriedThresholds {
  readonly warnAt?: number;
  readonly badAt?: number;
}

const OK = 0;
const WARN = 1;
const BAD = 2;

/**
 * What a list of coloured steps says: green is well, yellow and orange are doubtful, red is bad, and all others are well.
 * Undefined where it says something else than "more is worse" or "less is worse". Nothing where it has one colour only.
 */
export function carryThresholds(steps: readonly ThresholdStep[]): CarriedThresholds | undefined {
  const levels = steps.map(({ color = "", value }) => ({ level: levelOf(color), value }));
  const edges = levels
    .slice(1)
    .flatMap(({ level, value }, i) =>
      value === undefined || level === levels[i]!.level ? [] : [{ from: levels[i]!.level, to: level, value }],
    );
  if (edges.length === 0) return levels[0]?.level === BAD || levels[0]?.level === WARN ? undefined : {};
  if (edges.some(({ value }, i) => i > 0 && value <= edges[i - 1]!.value)) return undefined;
  if (edges.every(({ from, to }) => to > from)) {
    const [warn, bad] = [edges.find(({ to }) => to === WARN), edges.find(({ to }) => to === BAD)];
    return {
      ...(warn !== undefined && { warnAt: warn.value }),
      ...(bad !== undefined && { badAt: bad.value }),
    };
  }
  if (edges.some(({ from, to }) => to > from)) return undefined;
  // In Grafana the edge itself is the better part, here the worse one: the least below it is where that begins.
  const well = edges.find(({ to }) => to === OK);
  const bad = edges.find(({ from }) => from === BAD);
  if (bad === undefined || well === undefined) return undefined;
  if (bad === well) return { warnAt: below(well.value, 1), badAt: below(well.value, 2) };
  return { warnAt: below(well.value, 1), badAt: below(bad.value, 1) };
}

const below = (value: number, times: number): number =>
  Number((value - times * 1e-6 * (Math.abs(value) || 1)).toPrecision(12));

function levelOf(color: string): typeof OK | typeof WARN | typeof BAD {
  const name = color.toLowerCase();
  if (/\b(red|dark-red)$/.test(name)) return BAD;
  if (/\b(orange|yellow)$/.test(name)) return WARN;
  const hue = hueOf(name);
  if (hue === undefined) return OK;
  if (hue < 20 || hue >= 340) return BAD;
  return hue < 65 ? WARN : OK;
}

/** The hue of a colour in degrees; undefined where it is grey or no such text. */
function hueOf(color: string): number | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/.exec(color);
  const rgb = /^rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})/.exec(color);
  const parts = hex?.slice(1).map((part) => Number.parseInt(part, 16)) ?? rgb?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [r, g, b] = parts as [number, number, number];
  const most = Math.max(r, g, b);
  const span = most - Math.min(r, g, b);
  if (span < 20) return undefined;
  const sixth = most === r ? (g - b) / span : most === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return (sixth * 60 + 360) % 360;
}
