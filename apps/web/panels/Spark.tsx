/** A small line without axes, over its own extent; gaps part it. It says nothing that does not stand beside it. */
export function Spark(props: {
  values: ArrayLike<number>;
  /** How many values there are room for, where only the first of them are known. */
  steps?: number;
  filled?: boolean;
}) {
  const { values, steps, filled = false } = props;
  const { line, area } = sparkPath(values, steps);
  return (
    <svg className="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden focusable="false">
      {filled && <path className="spark-area" d={area} />}
      <path className="spark-line" d={line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** The path of a line in a box of 100 by 24 that has room for `steps` values, and that of the area below it. */
export function sparkPath(values: ArrayLike<number>, steps = values.length): { line: string; area: string } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  const xOf = (i: number) => ((i / Math.max(1, steps - 1)) * 100).toFixed(1);
  const yOf = (value: number) =>
    (most > least ? 22 - ((value - least) / (most - least)) * 20 : 12).toFixed(1);
  let [line, area, from] = ["", "", -1];
  for (let i = 0; i <= values.length; i++) {
    const isValue = i < values.length && Number.isFinite(values[i]);
    if (isValue) {
      if (from < 0) {
        line += `M${xOf(i)} ${yOf(values[i]!)}`;
        area += `M${xOf(i)} 24L${xOf(i)} ${yOf(values[i]!)}`;
        from = i;
      } else {
        line += `L${xOf(i)} ${yOf(values[i]!)}`;
        area += `L${xOf(i)} ${yOf(values[i]!)}`;
      }
    } else if (from >= 0) {
      // One value alone is a short stroke.
      if (from === i - 1) line += "h0.6";
      area += `L${xOf(i - 1)} 24Z`;
      from = -1;
    }
  }
  return { line, area };
}
