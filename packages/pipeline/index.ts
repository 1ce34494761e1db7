/**
 * What happens to everything that comes in, in this order: validate, classify, compute, keep, fan out. The last hours stay
 * in memory (`recent`), where live frames and queries read them.
 */
export { type Catalog, type CatalogEntry, defaultCatalog } from "./catalog.ts";
export type { Sink } from "./fanout.ts";
export { type AcceptedEvents, createPipeline, type Pipeline } from "./pipeline.ts";
export { createRecent, type Recent } from "./recent.ts";
