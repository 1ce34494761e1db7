interface Group {
  /** What stands before the last item, and the last item: what a repetition would repeat. */
  done: number;
  last: number;
}

// What is not closed goes on to the end: looking for the end again and again would take quadratic time.
const ITEM =
  /\\Q[\s\S]*?(?:\\E|$)|\\(?:[pPx]\{[^}]*(?:\}|$)|[\s\S])|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*(?:\]|$)|\{(\d+)(?:,(\d*))?\}|[\s\S]/gu;

/** A class of Unicode has hundreds of ranges, and each use of it copies them. */
const UNICODE_CLASS = 50;

function sizeOf(item: string): number {
  if (item.startsWith("\\Q")) return item.length;
  const classes = item.match(/\\p/gi)?.length ?? 0;
  return 1 + classes * UNICODE_CLASS;
}

/**
 * About how much a regular expression comes to once compiled: its characters, or where that is more its items with counted
 * repetitions written out, so that `(ab){100}` counts 300. Known before compiling, since compiling is what costs.
 */
export function regexSize(pattern: string): number {
  const open: Group[] = [];
  let group: Group = { done: 0, last: 0 };
  const add = (size: number) => {
    group.done += group.last;
    group.last = size;
  };
  const close = () => {
    const inner = group.done + group.last;
    group = open.pop() ?? { done: 0, last: 0 };
    add(inner);
  };
  for (const [item, least, most] of pattern.matchAll(ITEM)) {
    if (least !== undefined) group.last *= Math.max(1, Number(least), Number(most ?? 0));
    else if (item === "(") {
      open.push(group);
      group = { done: 0, last: 1 };
    } else if (item === ")" && open.length > 0) close();
    else add(sizeOf(item));
  }
  while (open.length > 0) close();
  return Math.max(pattern.length, group.done + group.last);
}
