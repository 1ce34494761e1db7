import { type RawEvent, rawEventSchema } from "@mission-control/contracts";
import { decodeUtf8 } from "./bytes.ts";

const severities = new Map<string, NonNullable<RawEvent["severity"]>>([
  ["error", "error"],
  ["warning", "warning"],
  ["info", "info"],
  ["success", "info"],
]);

/** Whether a line is a DogStatsD event. */
export function isEventLine(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from > 3 && bytes[from] === 95 && bytes[from + 1] === 101 && bytes[from + 2] === 123;
}

/** Whether a line is a DogStatsD service check. */
export function isServiceCheckLine(bytes: Uint8Array, from: number, to: number): boolean {
  return (
    to - from > 3 &&
    bytes[from] === 95 &&
    bytes[from + 1] === 115 &&
    bytes[from + 2] === 99 &&
    bytes[from + 3] === 124
  );
}

/**
 * The event of a DogStatsD line `_e{titleBytes,textBytes}:title|text|d:seconds|h:host|p:priority|t:alert type|k:key|s:source|#tags`.
 * Its type is the source, or `event`; the text, priority and key become attributes, a tag `service:x` the service.
 * @returns why it is none, where the line is no good.
 */
export function parseEventLine(line: Uint8Array): RawEvent | string {
  const head = /^_e\{(\d{1,5}),(\d{1,5})\}:/.exec(String.fromCharCode(...line.subarray(0, 20)));
  if (head === null) return "event without _e{title length,text length}:";
  const titleFrom = head[0].length;
  const titleTo = titleFrom + Number(head[1]);
  const textTo = titleTo + 1 + Number(head[2]);
  if (textTo > line.length || line[titleTo] !== 124) return "event lengths do not fit its title and text";
  if (textTo < line.length && line[textTo] !== 124) return "event lengths do not fit its title and text";
  const title = decodeUtf8(line.subarray(titleFrom, titleTo));
  const text = decodeUtf8(line.subarray(titleTo + 1, textTo));
  const rest = decodeUtf8(line.subarray(textTo + 1));
  if (title === undefined || text === undefined || rest === undefined) return "not UTF-8";
  const given = eventOfFields(title, text.replaceAll("\\n", "\n"), rest);
  const parsed = rawEventSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `event: ${issue?.path.join(".") ?? ""} ${issue?.message ?? "no good"}`;
}

function eventOfFields(title: string, text: string, rest: string) {
  const fields = new Map<string, string>();
  let tags: string[] = [];
  for (const field of rest.split("|")) {
    if (field.startsWith("#"))
      tags = field
        .slice(1)
        .split(",")
        .filter((tag) => tag !== "");
    else if (field[1] === ":") fields.set(field.slice(0, 1), field.slice(2));
  }
  const attributes = Object.fromEntries(
    [
      ["text", text],
      ["priority", fields.get("p")],
      ["aggregation_key", fields.get("k")],
    ].filter(([, value]) => value !== undefined && value !== ""),
  );
  const service = tags.find((tag) => tag.startsWith("service:"))?.slice("service:".length);
  const seconds = fields.get("d");
  return {
    type: fields.get("s") ?? "event",
    title,
    severity: severities.get(fields.get("t") ?? "info") ?? "info",
    ...(seconds === undefined ? {} : { time: Number(seconds) * 1000 }),
    ...(fields.has("h") ? { host: fields.get("h") } : {}),
    ...(service === undefined || service === "" ? {} : { service }),
    tags,
    attributes,
  };
}
