/**
 * Prometheus remote write, both ways: samples to the bytes of a request and back. Behind an export of its own, so that
 * browsers never load it.
 */
export { encodeWriteRequest } from "./encode.ts";
export { packSnappy } from "./snappy.ts";
