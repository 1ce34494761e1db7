import type { MetricMetadata, Probe, ProbeResult } from "@mission-control/contracts";
import type { AddSample, MetadataList } from "../collect/collector.ts";
import { createLabelCache } from "../collect/label-cache.ts";

const list: MetadataList = [
  ["probe_success", "gauge", "Whether the last check of a probe found all well: 1, or 0 where it failed."],
  ["probe_duration_seconds", "gauge", "How long the last check of a probe took.", "seconds"],
  [
    "probe_phase_duration_seconds",
    "gauge",
    "How long each phase of the last check took: resolve, connect, tls, request, processing, transfer.",
    "seconds",
  ],
  ["probe_http_status_code", "gauge", "The HTTP status of the last answer."],
  [
    "probe_http_uncompressed_body_length",
    "gauge",
    "Bytes of the last answer's body that were read.",
    "bytes",
  ],
  [
    "probe_ssl_earliest_cert_expiry",
    "gauge",
    "When the first certificate of the chain ends, in seconds since the epoch.",
  ],
  ["probe_dns_answer_rrs", "gauge", "How many records a name server answered with."],
];

/** What is known of these series. */
export const probeMetadata: ReadonlyMap<string, MetricMetadata> = new Map(
  list.map(([name, type, help, unit = ""]) => [name, { type, help, unit }]),
);

/** Labels of a probe's series at a place. */
export const createProbeLabels = (place: string) => createLabelCache({ place });

/** What a check found as samples of one step, named as the blackbox exporter names them. What was not seen has no sample. */
export function addResult(
  labels: ReturnType<typeof createProbeLabels>,
  { slug: probe }: Probe,
  result: ProbeResult,
  timeMs: number,
  add: AddSample,
): void {
  const put = (name: string, value: number | null) => {
    if (value !== null) add(labels(name, { probe }), timeMs, value);
  };
  put("probe_success", result.ok ? 1 : 0);
  put("probe_duration_seconds", result.tookMs / 1_000);
  for (const [phase, ms] of Object.entries(result.phasesMs)) {
    add(labels("probe_phase_duration_seconds", { probe, phase }), timeMs, ms / 1_000);
  }
  put("probe_http_status_code", result.status);
  put("probe_http_uncompressed_body_length", result.bytes);
  put(
    "probe_ssl_earliest_cert_expiry",
    result.certificateEndsMs === null ? null : result.certificateEndsMs / 1_000,
  );
  put("probe_dns_answer_rrs", result.answers?.length ?? null);
}
