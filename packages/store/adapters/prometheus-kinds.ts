import type { StoreKind, StoreSupport } from "@mission-control/contracts";

/** How a kind of store differs from the others: where it reads and writes below its address, and what it can. */
export interface StoreTraits {
  readonly readPath: string;
  readonly writePath: string;
  /** Said with every query. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly supports: StoreSupport;
}

const none: StoreSupport = {
  dropBefore: false,
  overwriting: false,
  exactValues: true,
  exactSeriesTimes: false,
  anyLabelNames: false,
};

/** All of it as of each store's own documents; `npm run test:stores` holds the first two to it. */
export const traitsOf: Readonly<Record<StoreKind, StoreTraits>> = {
  prometheus: { readPath: "/api/v1", writePath: "/api/v1/write", parameters: {}, supports: none },
  // Decimal mantissas share an exponent within a block.
  victoriametrics: {
    readPath: "/api/v1",
    writePath: "/api/v1/write",
    // With its cache it moves a query's steps to multiples of the step, and it hides the newest half a minute unless asked.
    parameters: { nocache: "1", latency_offset: "1s" },
    supports: { ...none, exactValues: false },
  },
  mimir: { readPath: "/prometheus/api/v1", writePath: "/api/v1/push", parameters: {}, supports: none },
  thanos: { readPath: "/api/v1", writePath: "/api/v1/receive", parameters: {}, supports: none },
};
