/** Labels of a metric: a name with a value. */
export type Tags = Readonly<Record<string, string | number | boolean>>;

/** The parts of a StatsD line that stay the same for a series: `head` value `|type` `tail`. */
export interface MetricLine {
  readonly head: string;
  readonly tail: string;
  /** Bytes of both. */
  readonly bytes: number;
}

/** What a name and tags may take, so that two lines of a series fit one packet. */
const MOST_BYTES = 600;

const clean = (text: string, pattern: RegExp) => text.replace(pattern, "_");
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const inName = /[\u0000-\u001f\u007f:|@#]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const inTag = /[\u0000-\u001f\u007f,|]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const inTagName = /[\u0000-\u001f\u007f,|:]/g;

/** A set's member as StatsD can carry it. */
export const cleanMember = (text: string): string => clean(text, inTag);

/**
 * The line of a series, in StatsD with DogStatsD's tags. Characters that would end a part become `_`; of two tags of one name
 * the series' own counts, not the client's.
 * @returns undefined where there is no name, or it does not fit a packet with its tags.
 */
export function metricLine(name: string, tags: Tags | undefined, common: Tags): MetricLine | undefined {
  if (name === "") return undefined;
  const all = new Map([...Object.entries(common), ...Object.entries(tags ?? {})]);
  const texts = [...all]
    .filter(([key]) => key !== "")
    .map(([key, value]) => `${clean(key, inTagName)}:${clean(String(value), inTag)}`);
  const head = `${clean(name, inName)}:`;
  const tail = texts.length === 0 ? "" : `|#${texts.join(",")}`;
  const bytes = Buffer.byteLength(head) + Buffer.byteLength(tail);
  return Buffer.byteLength(head) > 201 || bytes > MOST_BYTES ? undefined : { head, tail, bytes };
}
