import { valueText } from "../format/value.ts";

/** A file's size as people read it. */
export const bytesText = (bytes: number): string => valueText(bytes, "bytes");
