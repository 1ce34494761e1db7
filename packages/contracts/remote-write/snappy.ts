import { compress } from "snappyjs";

/** Bytes in snappy's block format, as remote write sends them. */
export const packSnappy = (bytes: Uint8Array): Uint8Array => compress(bytes);
