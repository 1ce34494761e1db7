import {
  createRejectList,
  limits,
  type MetricMetadata,
  type Reject,
  type SourceStatus,
} from "@mission-control/contracts";
import { decodeWriteRequest, unpackSnappy, type WriteVersion } from "@mission-control/contracts/remote-write";
import type { Clock, Samples } from "@mission-control/series";

const KEPT_BAD = 20;

/** What a request of remote write held: what is good, and what of it was refused, counted in samples. */
export interface WrittenSamples {
  readonly version: WriteVersion;
  readonly samples: Samples;
  readonly rejects: readonly Reject[];
  readonly refused: number;
}

/**
 * Reads Prometheus remote write, 1.0 and 2.0, and counts what comes in. What a request says of its metrics is handed to
 * `register`, for at most `maxMetrics` names.
 */
export function createRemoteWrite(options: {
  clock: Clock;
  register: (name: string, metadata: MetricMetadata) => void;
  maxMetrics: number;
}) {
  const { clock, register, maxMetrics } = options;
  const named = new Set<string>();
  const bad: SourceStatus["bad"] = [];
  let [received, rejected] = [0, 0];
  let lastReceivedMs: number | null = null;

  function note(count: number, rejects: readonly Reject[]): void {
    rejected += count;
    const timeMs = clock.now();
    for (const { path, message } of rejects.slice(0, KEPT_BAD)) {
      bad.unshift({ timeMs, line: path === "" ? "a request" : path, reason: message });
    }
    bad.length = Math.min(bad.length, KEPT_BAD);
  }

  function registerAll(metadata: ReadonlyMap<string, MetricMetadata>): void {
    for (const [name, known] of metadata) {
      if (!named.has(name) && (named.size >= maxMetrics || name.length > limits.nameLength)) continue;
      named.add(name);
      register(name, known);
    }
  }

  function refuse(reject: Reject): Reject {
    received++;
    note(1, [reject]);
    return reject;
  }

  return {
    /**
     * Reads the body of a request as it was sent. A fault of the whole is `unsupported_media`, `too_large` or
     * `invalid_body`, and counts as one; otherwise good series are there beside the faults of bad ones. Native histograms and
     * exemplars are passed over and counted as refused, but are no fault. Never throws.
     */
    read(
      body: Uint8Array,
      headers: { contentType: string; contentEncoding: string },
    ): WrittenSamples | Reject {
      lastReceivedMs = clock.now();
      const version = versionOf(headers);
      if (typeof version !== "number") return refuse(version);
      const bytes = unpackSnappy(body, limits.unpackedBytes);
      if ("code" in bytes) return refuse(bytes);
      const decoded = decodeWriteRequest(bytes, version);
      if ("code" in decoded) return refuse(decoded);
      const { samples, rejects, refusedSamples, refusedSeries, unsupported, staleMarkers } = decoded;
      registerAll(decoded.metadata);
      const refused = Math.max(refusedSamples, refusedSeries);
      const passedOver = unsupported.histograms + unsupported.exemplars;
      received += samples.timesMs.length + staleMarkers + refused + passedOver;
      note(refused + passedOver, [...rejects, ...inWords(unsupported)]);
      return { version, samples, rejects, refused };
    },
    /** Counts samples that were read but refused later, with the reasons. */
    noteRefused: note,
    status: (): SourceStatus => ({
      name: "remote write",
      address: "POST /api/v1/write",
      state: "listening",
      received,
      rejected,
      lastReceivedMs,
      bad: [...bad],
    }),
  };
}

/** Reads Prometheus remote write. */
export type RemoteWrite = ReturnType<typeof createRemoteWrite>;

const protos = new Map<string, WriteVersion>([
  ["prometheus.writerequest", 1],
  ["io.prometheus.write.v2.request", 2],
]);

/** Which version the headers say it is; without a `proto` it is the first. */
function versionOf(headers: { contentType: string; contentEncoding: string }): WriteVersion | Reject {
  const [type = "", ...parameters] = headers.contentType
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const proto = parameters.find((parameter) => parameter.startsWith("proto="))?.slice("proto=".length);
  const version = protos.get(proto?.replaceAll('"', "") ?? "prometheus.writerequest");
  if (type !== "application/x-protobuf" || version === undefined) {
    return unsupported(
      `Content-Type is application/x-protobuf, by itself or with proto=prometheus.WriteRequest or proto=io.prometheus.write.v2.Request, not "${headers.contentType}"`,
    );
  }
  if (headers.contentEncoding.trim().toLowerCase() !== "snappy") {
    return unsupported(`Content-Encoding is snappy, not "${headers.contentEncoding}"`);
  }
  return version;
}

/** A fault of the whole request, its words cut. */
function unsupported(message: string): Reject {
  const rejects = createRejectList();
  rejects.add({ code: "unsupported_media", path: "", message });
  return rejects.list()[0]!;
}

function inWords(passedOver: { histograms: number; exemplars: number }): Reject[] {
  const reject = (count: number, what: string): Reject[] =>
    count === 0
      ? []
      : [{ code: "not_supported", path: `${count} ${what}`, message: `${what} are not supported` }];
  return [
    ...reject(passedOver.histograms, "native histograms"),
    ...reject(passedOver.exemplars, "exemplars"),
  ];
}
