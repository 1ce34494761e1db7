import { limits, type Reject } from "@mission-control/contracts";
import { type Document, isNode, isScalar, LineCounter, parseAllDocuments, visit, type YAMLMap } from "yaml";

/** Something that stands in a text: its value, and the line (from 1) of what is at a path within it. */
export interface TextDocument {
  readonly value: unknown;
  lineOf(path: readonly string[]): number | undefined;
}

/** A text taken apart, or what about it is no YAML, each fault with its line. */
export type ReadText =
  | { readonly ok: true; readonly documents: readonly TextDocument[] }
  | { readonly ok: false; readonly faults: readonly LinedFault[] };

/** A fault with its line, where one is known. */
export type LinedFault = Reject & { readonly line?: number | undefined };

/**
 * The documents of a text of YAML or JSON. What repeats itself by aliases to an unreasonable size is refused. Five megabytes
 * of YAML take two to three seconds of a core.
 */
export function readText(text: string): ReadText {
  const json = jsonOf(text);
  if (json !== undefined) {
    // Where things stand is asked for only where something is wrong, and JSON is YAML.
    let lined: ReadText | undefined;
    const lineOf = (path: readonly string[]) => {
      lined ??= readYaml(text);
      return lined.ok ? lined.documents[0]?.lineOf(path) : undefined;
    };
    return { ok: true, documents: [{ value: json.value, lineOf }] };
  }
  return readYaml(text);
}

function jsonOf(text: string): { value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function readYaml(text: string): ReadText {
  const lines = new LineCounter();
  // The library compares each key of a mapping with all of them, which for many is an hour: `keysTwice` looks them up.
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const faults: LinedFault[] = [];
  const documents: TextDocument[] = [];
  for (const document of parsed) {
    for (const { code, pos, message } of document.errors)
      faults.push({ code: code.toLowerCase(), path: "", line: lines.linePos(pos[0]).line, message });
    if (document.errors.length > 0) continue;
    const twice = keysTwice(document, lines);
    faults.push(...twice);
    if (twice.length > 0) continue;
    const [line] = [lineAt(document, lines, [])];
    try {
      const value: unknown = document.toJS({ maxAliasCount: limits.yamlAliases });
      documents.push({ value, lineOf: (path) => lineAt(document, lines, path) });
    } catch (error) {
      // An alias of nothing, or aliases of aliases that would become more than anybody writes.
      const message = /Excessive alias/.test(String(error))
        ? `its aliases (*name) repeat more than ${limits.yamlAliases} things; write them out`
        : (error as Error).message;
      faults.push({ code: "alias", path: "", line, message });
    }
  }
  return faults.length > 0
    ? { ok: false, faults: faults.slice(0, limits.rejectsPerAnswer) }
    : { ok: true, documents };
}

function keysTwice(document: Document, lines: LineCounter): LinedFault[] {
  const faults: LinedFault[] = [];
  visit(document, {
    Map(_key, map: YAMLMap) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const line = key.range == null ? undefined : lines.linePos(key.range[0]).line;
        if (seen.has(key.value))
          faults.push({
            code: "duplicate_key",
            path: "",
            line,
            message: `"${key.value}" stands there twice`,
          });
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return faults;
}

/** The line of what is at a path, or of the nearest thing around it that is there. */
function lineAt(document: Document, lines: LineCounter, path: readonly string[]): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const node = document.getIn(at, true);
    const from = isNode(node) ? node.range?.[0] : undefined;
    if (from !== undefined) return lines.linePos(from).line;
  }
  return undefined;
}
