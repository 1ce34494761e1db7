import type { Unit } from "@mission-control/contracts";
import type { FixedExtent, Mode, RampName, ScaleKind } from "cubism-es";
import {
  change,
  happenings,
  jittery,
  latency,
  type Signal,
  share,
  sizes,
  traffic,
  withGaps,
} from "./signals.ts";

/** What of a horizon's style an exhibit sets; what is absent is as the library has it. */
export interface HorizonOptions {
  readonly bands?: number;
  readonly mode?: Mode;
  readonly scale?: ScaleKind;
  readonly extent?: FixedExtent | "shared";
}

interface Row {
  /** What stands on the lane. */
  readonly label: string;
  readonly unit: Unit;
  readonly signal: Signal;
}

/** A lane of an exhibit. */
export type ExhibitRow = Row &
  (
    | {
        readonly kind: "horizon";
        readonly ramp: RampName;
        readonly safe?: boolean;
        readonly options: HorizonOptions;
        readonly grainMs?: number;
      }
    | { readonly kind: "line"; readonly ramp: RampName; readonly grainMs?: number }
    | { readonly kind: "comparison"; readonly ramp: RampName; readonly shiftMs: number }
    | { readonly kind: "events" }
  );

/** One thing that the library can do: its name, what it is in a sentence, what it looks like and what makes it. */
export interface Exhibit {
  readonly id: string;
  readonly name: string;
  readonly sentence: string;
  readonly rows: readonly ExhibitRow[];
  /** Lines of code below the one that is made of the first row's options; instead of it where there is none. */
  readonly code: string;
  /** The axis stands above its lanes. */
  readonly hasAxis?: boolean;
}

const busy = traffic(11, 1_200);
const balance = change(23, 60);
const queue = sizes(31);

const bands = (count: number): ExhibitRow => ({
  kind: "horizon",
  label: count === 1 ? "1 band" : `${count} bands`,
  unit: "per_second",
  signal: busy,
  ramp: "blue",
  options: { bands: count },
});

const ramp = (name: RampName, safe: boolean): ExhibitRow => ({
  kind: "horizon",
  label: safe ? `${name}, safe` : name,
  unit: "count",
  signal: balance,
  ramp: name,
  safe,
  options: {},
});

const host = (name: string, seed: number, most: number, extent: HorizonOptions["extent"]): ExhibitRow => ({
  kind: "horizon",
  label: name,
  unit: "per_second",
  signal: traffic(seed, most),
  ramp: "teal",
  options: extent === undefined ? {} : { extent },
});

const lane = (options: string) =>
  `createHorizon({ context, canvas, metric, height: 40,
  ramp: darkRamps.${options} });`;

/** Every mode there is, in the order in which one meets them. */
export const exhibits: readonly Exhibit[] = [
  {
    id: "bands",
    name: "Bands",
    sentence:
      "A value that outgrows the lane is folded down and drawn darker to brighter: more bands show more in the same height, one band is a plain area.",
    rows: [1, 2, 3, 4, 5, 6, 7, 8].map(bands),
    code: lane("blue, bands: 4"),
  },
  {
    id: "ramps",
    name: "Colour ramps",
    sentence:
      "A ramp is data, colours from low to high and from little to far below zero; these four come for each theme, and once more so that nobody has to tell red from green.",
    rows: (["blue", "teal", "violet", "warm"] as const).flatMap((name) => [
      ramp(name, false),
      ramp(name, true),
    ]),
    code: 'const amber = { positive: ["#3a2600", "#ffdd7a"], negative: ["#0b2a57", "#9fd0ff"],\n  background: "transparent" };\ncreateHorizon({ context, canvas, metric, height: 40, ramp: amber });',
  },
  {
    id: "offset",
    name: "Offset",
    sentence: "Values below zero hang from the top, so that up still is up.",
    rows: [
      {
        kind: "horizon",
        label: "balance",
        unit: "count",
        signal: balance,
        ramp: "blue",
        options: { mode: "offset" },
      },
    ],
    code: lane('blue, mode: "offset"'),
  },
  {
    id: "mirror",
    name: "Mirror",
    sentence: "Values below zero stand on the same ground as those above, told apart by colour alone.",
    rows: [
      {
        kind: "horizon",
        label: "balance",
        unit: "count",
        signal: balance,
        ramp: "blue",
        options: { mode: "mirror" },
      },
    ],
    code: lane('blue, mode: "mirror"'),
  },
  {
    id: "automatic",
    name: "Automatic extent",
    sentence:
      "Without an extent each lane fills its own height: good for shapes, and each lane has its own scale.",
    rows: [
      host("web-1", 41, 1_400, undefined),
      host("web-2", 42, 320, undefined),
      host("web-3", 43, 60, undefined),
    ],
    code: lane("teal"),
  },
  {
    id: "shared",
    name: "Shared extent",
    sentence:
      "Lanes that share an extent can be compared: the same height is the same value in each of them.",
    rows: [
      host("web-1", 41, 1_400, "shared"),
      host("web-2", 42, 320, "shared"),
      host("web-3", 43, 60, "shared"),
    ],
    code: `const extent = createSharedExtent(context);\n${lane("teal, extent")}`,
  },
  {
    id: "fixed",
    name: "Fixed extent",
    sentence: "Both ends can be given, or one of them: of what never leaves 0 to 1, half is always half.",
    rows: [
      {
        kind: "horizon",
        label: "cpu",
        unit: "ratio",
        signal: share(51),
        ramp: "violet",
        options: { extent: { min: 0, max: 1 } },
      },
      {
        kind: "horizon",
        label: "cpu above 60 %",
        unit: "ratio",
        signal: share(51),
        ramp: "violet",
        options: { extent: { min: 0.6, max: 1 } },
      },
    ],
    code: lane("violet, extent: { min: 0, max: 1 }"),
  },
  {
    id: "log",
    name: "Linear and log",
    sentence:
      "On a logarithmic scale equal heights are equal ratios, so that small values beside large ones are still seen.",
    rows: [
      {
        kind: "horizon",
        label: "queue, linear",
        unit: "count",
        signal: queue,
        ramp: "violet",
        options: { scale: "linear" },
      },
      {
        kind: "horizon",
        label: "queue, log",
        unit: "count",
        signal: queue,
        ramp: "violet",
        options: { scale: "log" },
      },
    ],
    code: lane('violet, scale: "log"'),
  },
  {
    id: "columns",
    name: "Many values in a column",
    sentence:
      "Where many samples fall on a column it shows them honestly: solid up to the least, fainter up to the mean and the greatest, and no spike is lost.",
    rows: [
      {
        kind: "horizon",
        label: "10 values a column",
        unit: "count",
        signal: jittery(61, 100),
        ramp: "teal",
        options: { bands: 1 },
        grainMs: 100,
      },
      {
        kind: "line",
        label: "the same as a line",
        unit: "count",
        signal: jittery(61, 100),
        ramp: "teal",
        grainMs: 100,
      },
    ],
    code: "const metric = createMetric(context, { grainMs: 100 });\nmetric.load(firstMs, samples);",
  },
  {
    id: "gaps",
    name: "Gaps",
    sentence: "No data is drawn as no data: hatched, never as zero, and never bridged.",
    rows: [
      {
        kind: "horizon",
        label: "sensor",
        unit: "celsius",
        signal: withGaps(71, traffic(72, 34)),
        ramp: "teal",
        options: {},
      },
      { kind: "line", label: "sensor", unit: "celsius", signal: withGaps(71, traffic(72, 34)), ramp: "teal" },
    ],
    code: "metric.set(timeMs, Number.NaN);",
  },
  {
    id: "comparison",
    name: "Comparison",
    sentence:
      "A metric against another, here itself two minutes ago: more in one colour, less in the other, and by how much.",
    rows: [
      {
        kind: "comparison",
        label: "orders, against two minutes ago",
        unit: "ratio",
        signal: traffic(81, 420),
        ramp: "blue",
        shiftMs: 120_000,
      },
    ],
    code: "createComparison({ context, canvas, height: 40, ramp: darkRamps.blue,\n  primary: orders, secondary: shift(orders, 120_000) });",
  },
  {
    id: "line",
    name: "Line",
    sentence: "A line on the same columns, for when one value is looked at closely.",
    rows: [{ kind: "line", label: "latency p90", unit: "seconds", signal: latency(91, 0.09), ramp: "warm" }],
    code: "createLine({ context, canvas, metric, height: 40,\n  ramp: darkRamps.warm });",
  },
  {
    id: "axis",
    name: "Axis and rule",
    sentence:
      "Times at round places, and one line across all lanes at the moment that is pointed at; every lane says its value there.",
    hasAxis: true,
    rows: [
      {
        kind: "horizon",
        label: "requests",
        unit: "per_second",
        signal: traffic(101, 900),
        ramp: "blue",
        options: {},
      },
      {
        kind: "horizon",
        label: "latency p90",
        unit: "seconds",
        signal: latency(102, 0.09),
        ramp: "teal",
        options: {},
      },
    ],
    code: 'axisTicks(context, widthPx); // of "cubism-es/axis"\ncreateRule({ context, surface, line });',
  },
  {
    id: "events",
    name: "Event rule",
    sentence: "The rule also stands wherever an event metric is not zero: a deploy, a restart, a page.",
    rows: [
      {
        kind: "horizon",
        label: "errors",
        unit: "per_second",
        signal: latency(111, 9),
        ramp: "warm",
        options: {},
      },
      { kind: "events", label: "deploys", unit: "count", signal: happenings(112) },
    ],
    code: 'createRule({ context, surface, line,\n  events: { metric: deploys, canvas: marks, colour: "#ffffff66" } });',
  },
];
