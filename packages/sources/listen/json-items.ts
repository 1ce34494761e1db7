import { limits, type Reject } from "@mission-control/contracts";
import { decodeUtf8 } from "./bytes.ts";

/** One value of a body: its number from 0, where it stands (`2`, `line 3`, or "" for a body that is one value). */
export interface JsonItem {
  readonly index: number;
  readonly at: string;
  readonly value: unknown;
}

/** What a body held, and what of it could not be read. */
export interface JsonItems {
  readonly items: JsonItem[];
  readonly rejects: Reject[];
}

const JSON_TYPES = new Set(["", "application/json", "text/json"]);
const LINE_TYPES = new Set([
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
]);

/**
 * The values of a body: one JSON value, the members of an array, or a value a line. A body said to be JSON that is none but
 * whose first line is, is taken line by line. Never throws; a body that cannot be read at all is one reject with the path "".
 */
export function parseItems(body: Uint8Array | string, contentType: string): JsonItems {
  const mediaType = contentType.split(";")[0]!.trim().toLowerCase();
  if (!JSON_TYPES.has(mediaType) && !LINE_TYPES.has(mediaType)) {
    return refused("unsupported_media", "send application/json or application/x-ndjson");
  }
  const text = typeof body === "string" ? body : decodeUtf8(body);
  if (text === undefined) return refused("invalid_encoding", "the body is not UTF-8");
  if (text.trim() === "") return refused("invalid_json", "the body is empty");
  return LINE_TYPES.has(mediaType) ? parseLines(text) : parseWhole(text);
}

function parseWhole(text: string): JsonItems {
  const whole = parseJson(text);
  if (whole.fault !== undefined) {
    const lines = text.trim().split("\n", 2);
    if (lines.length === 2 && parseJson(lines[0]!).fault === undefined) return parseLines(text);
    return refused("invalid_json", whole.fault);
  }
  if (!Array.isArray(whole.value)) return { items: [{ index: 0, at: "", value: whole.value }], rejects: [] };
  if (whole.value.length > limits.eventsPerBatch) return tooMany();
  return { items: whole.value.map((value, index) => ({ index, at: String(index), value })), rejects: [] };
}

function parseLines(text: string): JsonItems {
  const items: JsonItem[] = [];
  const rejects: Reject[] = [];
  let index = 0;
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    if (index === limits.eventsPerBatch) return tooMany();
    const { value, fault } = parseJson(line);
    const path = `line ${at + 1}`;
    if (fault === undefined) items.push({ index, at: path, value });
    else rejects.push({ code: "invalid_json", path, message: fault });
    index++;
  }
  return { items, rejects };
}

function parseJson(text: string): { value?: unknown; fault?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const refused = (code: string, message: string): JsonItems => ({
  items: [],
  rejects: [{ code, path: "", message }],
});

const tooMany = () => refused("too_many", `more than ${limits.eventsPerBatch} items; send several requests`);
