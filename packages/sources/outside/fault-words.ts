/** What system calls and TLS say, in words. */
const WORDS = new Map([
  ["ECONNREFUSED", "connection refused"],
  ["ECONNRESET", "the connection broke"],
  ["EPIPE", "the connection broke"],
  ["ESOCKET", "the connection broke"],
  ["ENOTFOUND", "its name is not known"],
  ["ENODATA", "its name has no address"],
  ["EAI_AGAIN", "its name cannot be looked up now"],
  ["EHOSTUNREACH", "no way to its address"],
  ["ENETUNREACH", "no way to its address"],
  ["ETIMEDOUT", "no connection in time"],
  ["CERT_HAS_EXPIRED", "its certificate has expired"],
  ["CERT_NOT_YET_VALID", "its certificate is not valid yet"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for another name"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "its certificate is signed by nobody who is trusted here"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "its certificate is signed by nobody who is trusted here"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "its certificate is signed by nobody who is trusted here"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "its certificate is signed by nobody who is trusted here"],
  ["HPE_INVALID_CONSTANT", "what answers does not speak HTTP"],
  ["HPE_HEADER_OVERFLOW", "its answer begins with too much"],
  ["EPROTO", "it does not speak TLS as it should"],
]);

/** What went wrong on the way to another machine, in a few words. Nothing of a request's path or headers is among them. */
export function faultWords(error: unknown): string {
  const {
    code = "",
    message = "",
    errors,
  } = error as { code?: string; message?: string; errors?: unknown[] };
  const known = WORDS.get(code);
  if (known !== undefined) return known;
  // Several addresses were tried: the first says enough.
  if (errors?.[0] !== undefined) return faultWords(errors[0]);
  if (code.startsWith("HPE_")) return "what answers does not speak HTTP";
  if (code.startsWith("ERR_SSL_")) return "it does not speak TLS as it should";
  return message === "" ? "the connection failed" : message.slice(0, 200);
}
