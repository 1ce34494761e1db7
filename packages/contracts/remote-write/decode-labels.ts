import type { Labels } from "@mission-control/series";
import { limits } from "../limits.ts";
import type { Reject } from "../reject.ts";
import { labelTags, tagsOf, type WriteVersion } from "./fields.ts";
import type { Symbols } from "./symbols.ts";
import { enter, leave, type Reader, readText, skip } from "./wire.ts";

export type Fault = Omit<Reject, "path">;

/** The metric name is one more than the labels that people count. */
const MOST = limits.labelsPerSeries + 1;

/** Reads the labels of one series after another, sent as texts (1.0) or as numbers of symbols (2.0). */
export function createLabelsReader(version: WriteVersion, symbols: Symbols) {
  const tags = tagsOf[version].series;
  let labels = new Map<string, string>();
  let last: string | undefined;
  let fault: Fault | undefined;
  let nameRef: number | undefined;
  // References repeat texts at the cost of a byte: what they stand for must not be more than could have been sent.
  let room = limits.unpackedBytes;

  /** A label without a value is none, as Prometheus has it. */
  function add(name: string | undefined, value: string | undefined): void {
    if (fault !== undefined) return;
    fault = faultOf(name, value);
    if (fault !== undefined || name === undefined || value === undefined) return;
    room -= name.length + value.length;
    last = name;
    if (value !== "") labels.set(name, value);
  }

  function faultOf(name: string | undefined, value: string | undefined): Fault | undefined {
    const { nameLength, labelValueLength, labelsPerSeries } = limits;
    const because = (code: string, message: string): Fault => ({ code, message });
    if (name === undefined || value === undefined) return because("invalid_utf8", "a label is not UTF-8");
    if (name === "" || name.length > nameLength)
      return because("invalid_label_name", `a label's name has 1 to ${nameLength} characters`);
    if (value.length > labelValueLength)
      return because(
        "label_value_too_long",
        `the value of "${name}" has over ${labelValueLength} characters`,
      );
    if (name === last) return because("duplicate_label", `it has the label "${name}" twice`);
    if (last !== undefined && name < last)
      return because("labels_not_sorted", `its label "${name}" comes after "${last}"`);
    if (labels.size === MOST)
      return because("too_many_labels", `a series has at most ${labelsPerSeries} labels`);
    if (name.length + value.length > room)
      return because("too_large", "the labels of this request are too long together; send it in parts");
    return undefined;
  }

  function readLabel(reader: Reader): void {
    const outerEnd = enter(reader);
    let name: string | undefined = "";
    let value: string | undefined = "";
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      if (tag === labelTags.name) name = readText(reader);
      else if (tag === labelTags.value) value = readText(reader);
      else skip(reader, tag);
    }
    leave(reader, outerEnd);
    add(name, value);
  }

  /** References come in pairs, a name's and a value's. */
  function readRef(reader: Reader): void {
    const ref = reader.uint32();
    if (ref >= symbols.count) fault ??= { code: "invalid_symbol", message: `there is no symbol ${ref}` };
    if (nameRef === undefined) {
      nameRef = ref;
      return;
    }
    if (fault === undefined) add(symbols.of(nameRef), symbols.of(ref));
    nameRef = undefined;
  }

  return {
    /** Reads a series' field where it is one of labels; whether it was. */
    read(reader: Reader, tag: number): boolean {
      if (tag === tags.label) readLabel(reader);
      else if (tag === tags.labelRef) readRef(reader);
      else if (tag === tags.packedRefs) {
        const outerEnd = enter(reader);
        while (reader.pos < reader.len) readRef(reader);
        leave(reader, outerEnd);
      } else return false;
      return true;
    },
    /** The labels of the series that ends here, with what is wrong with them. */
    take(): { labels: Labels; fault: Fault | undefined } {
      if (nameRef !== undefined) fault ??= { code: "invalid_symbol", message: "a label has no value" };
      const taken = { labels, fault };
      labels = new Map();
      last = undefined;
      fault = undefined;
      nameRef = undefined;
      return taken;
    },
  };
}
