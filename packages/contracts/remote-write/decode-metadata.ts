import { limits } from "../limits.ts";
import type { MetricMetadata } from "../prometheus.ts";
import { kindOf, metadataTags } from "./fields.ts";
import type { Symbols } from "./symbols.ts";
import { enter, leave, type Reader, readText, skip } from "./wire.ts";

/** Reads what 1.0 says of a family of metrics; undefined where it has no usable name. */
export function readFamily(reader: Reader): { name: string; metadata: MetricMetadata } | undefined {
  const outerEnd = enter(reader);
  let [type, name, help, unit]: [number, string | undefined, string, string] = [0, "", "", ""];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === metadataTags.type) type = reader.uint32();
    else if (tag === metadataTags.name) name = readText(reader);
    else if (tag === metadataTags.help) help = readText(reader) ?? "";
    else if (tag === metadataTags.unit) unit = readText(reader) ?? "";
    else skip(reader, tag);
  }
  leave(reader, outerEnd);
  return name === undefined || name === "" ? undefined : { name, metadata: metadataOf(type, help, unit) };
}

/** Reads what 2.0 says of a series' metric. */
export function readSeriesMetadata(reader: Reader, symbols: Symbols): MetricMetadata {
  const outerEnd = enter(reader);
  let [type, help, unit] = [0, 0, 0];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === metadataTags.type) type = reader.uint32();
    else if (tag === metadataTags.helpRef) help = reader.uint32();
    else if (tag === metadataTags.unitRef) unit = reader.uint32();
    else skip(reader, tag);
  }
  leave(reader, outerEnd);
  const text = (ref: number) => (ref < symbols.count ? symbols.of(ref) : undefined) ?? "";
  return metadataOf(type, text(help), text(unit));
}

const metadataOf = (type: number, help: string, unit: string): MetricMetadata => ({
  type: kindOf(type),
  help: help.slice(0, limits.textLength),
  unit: unit.slice(0, limits.nameLength),
});

/** The name under which a family is known: of a histogram's or summary's parts, the name without what tells them apart. */
export function familyOf(name: string, type: MetricMetadata["type"]): string {
  return type === "histogram" || type === "summary" ? name.replace(/_(?:bucket|count|sum)$/, "") : name;
}
