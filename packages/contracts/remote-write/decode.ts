import { type Labels, nameOf, type Samples } from "@mission-control/series";
import type { MetricMetadata } from "../prometheus.ts";
import { createRejectList, type Reject } from "../reject.ts";
import { createLabelsReader } from "./decode-labels.ts";
import { familyOf, readFamily, readSeriesMetadata } from "./decode-metadata.ts";
import { createSampleColumns } from "./decode-samples.ts";
import { tagsOf, type WriteVersion } from "./fields.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { createSymbols } from "./symbols.ts";
import { enter, leave, type Reader, readerOf, skip } from "./wire.ts";

/** What a request held. */
export interface DecodedWrite {
  /** The samples of the good series. */
  readonly samples: Samples;
  /** What it says of metrics, by the names of their families. */
  readonly metadata: ReadonlyMap<string, MetricMetadata>;
  /** Why series were refused, and how many series and samples of theirs. */
  readonly rejects: readonly Reject[];
  readonly refusedSeries: number;
  readonly refusedSamples: number;
  /** What was passed over, since it cannot be kept here. */
  readonly unsupported: { readonly histograms: number; readonly exemplars: number };
  /** Samples that only say that a series has ended. They are not kept: a series that nobody writes ends by itself. */
  readonly staleMarkers: number;
}

/**
 * The samples of a request that has been unpacked, in columns of their number: nothing is made for each sample. A series
 * whose labels are not in order, not unique, not UTF-8 or too many is refused, and the others are kept; names are looked at
 * where all samples are validated. Bytes that are no request are one `invalid_body`, a request of more than 50,000 series or
 * a million samples one `too_large`. Never throws.
 */
export function decodeWriteRequest(bytes: Uint8Array, version: WriteVersion): DecodedWrite | Reject {
  try {
    const outline = outlineOf(bytes, version);
    return "code" in outline ? outline : decode(bytes, version, outline);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      code: "invalid_body",
      path: "",
      message: `the body is no remote write ${version}.0 request: ${why}`,
    };
  }
}

function decode(bytes: Uint8Array, version: WriteVersion, outline: Outline): DecodedWrite {
  const tags = tagsOf[version];
  const symbols = createSymbols(bytes, outline.symbols);
  const labelsReader = createLabelsReader(version, symbols);
  const columns = createSampleColumns(bytes, outline.samples);
  const labels: Labels[] = [];
  const metadata = new Map<string, MetricMetadata>();
  const rejects = createRejectList();
  const reader = readerOf(bytes);
  let [index, refusedSeries, refusedSamples, histograms, exemplars] = [0, 0, 0, 0, 0];

  function readSeries(): void {
    const outerEnd = enter(reader);
    const before = columns.length;
    let said: MetricMetadata | undefined;
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      // Labels may come behind the samples: these take the number that the series will have if it is good.
      if (tag === tags.series.sample) columns.read(reader, labels.length);
      else if (tag === tags.series.metadata) said = readSeriesMetadata(reader, symbols);
      else if (!labelsReader.read(reader, tag)) {
        if (tag === tags.series.histogram) histograms++;
        if (tag === tags.series.exemplar) exemplars++;
        skip(reader, tag);
      }
    }
    leave(reader, outerEnd);
    settle(before, said);
  }

  function settle(before: number, said: MetricMetadata | undefined): void {
    const series = labelsReader.take();
    const name = nameOf(series.labels);
    if (series.fault !== undefined) {
      rejects.add({ ...series.fault, path: name === "" ? `series ${index}` : `series ${index} (${name})` });
      refusedSeries++;
      refusedSamples += columns.length - before;
      columns.backTo(before);
    } else {
      if (said !== undefined) metadata.set(familyOf(name, said.type), said);
      if (columns.length > before) labels.push(series.labels);
    }
    index++;
  }

  function readField(reader: Reader): void {
    const tag = reader.tag();
    if (tag === tags.request.series) readSeries();
    else if (tag === tags.request.family) {
      const family = readFamily(reader);
      if (family !== undefined) metadata.set(family.name, family.metadata);
    } else skip(reader, tag);
  }

  while (reader.pos < reader.len) readField(reader);
  return {
    samples: { labels, ...columns.columns() },
    metadata,
    rejects: rejects.list(),
    refusedSeries,
    refusedSamples,
    unsupported: { histograms, exemplars },
    staleMarkers: columns.staleMarkers,
  };
}
