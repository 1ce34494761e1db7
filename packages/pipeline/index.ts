/**
 * What happens to everything that comes in, in this order: validate, classify, compute, keep, fan out. The last hours stay
 * in memory (`recent`), where live frames and queries read them.
 */
export { type Catalog, type CatalogCondition, type CatalogEntry, defaultCatalog } from "./catalog.ts";
export type { Sink } from "./fanout.ts";
export type { TimedReject } from "./last-rejects.ts";
export { type Metadata, metadataOf } from "./metadata.ts";
export {
  type AcceptedEvents,
  type AcceptedSamples,
  createPipeline,
  type Pipeline,
  type PipelineOptions,
} from "./pipeline.ts";
export { createRecent, type Recent } from "./recent.ts";
