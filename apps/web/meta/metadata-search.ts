import { limits } from "@mission-control/contracts";

/** What of the metadata's page stands in its address: what is looked for. */
export interface MetadataSearch {
  find?: string;
}

/** Reads the page's state from an address; what makes no sense is left out. */
export function readMetadataSearch({ find }: Record<string, unknown>): MetadataSearch {
  return typeof find === "string" && find !== "" && find.length <= limits.nameLength ? { find } : {};
}
