/**
 * Prometheus remote write, both ways: samples to the bytes of a request and back. Behind an export of its own, so that
 * browsers never load it.
 */
export { type DecodedWrite, decodeWriteRequest } from "./decode.ts";
export { encodeWriteRequest, encodeWriteRequestV2 } from "./encode.ts";
export type { WriteVersion } from "./fields.ts";
export { packSnappy, unpackSnappy } from "./snappy.ts";
