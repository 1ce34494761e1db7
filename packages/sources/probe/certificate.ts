import { X509Certificate } from "node:crypto";
import { checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { lengthWords } from "./length-words.ts";
import type { Seen } from "./trace.ts";

/** Certificates of a chain that are looked at. */
const MOST = 10;

const DISTRUST = new Map([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "it is self-signed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "nobody who is trusted here stands behind its issuer"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "its issuer is not known here, or was not sent along"],
  ["UNABLE_TO_GET_ISSUER_CERT", "its issuer is not known here, or was not sent along"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "its issuer is not known here, or was not sent along"],
  ["CERT_SIGNATURE_FAILURE", "its signature is wrong"],
  ["CERT_REVOKED", "it was revoked"],
  ["INVALID_PURPOSE", "it is not made for servers"],
]);
/** Told by the dates and names themselves, of each certificate. */
const TOLD_OTHERWISE = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "ERR_TLS_CERT_ALTNAME_INVALID"]);

/**
 * Writes down what the server shows of itself. The end is the earliest of the chain that it sent; a root is left out, since
 * whoever trusts it has it from elsewhere. `certificateFault` is what is wrong, in words, or null.
 */
export function seeCertificate(options: {
  socket: TLSSocket;
  host: string;
  nowMs: number;
  seen: Seen;
}): void {
  const { socket, host, nowMs, seen } = options;
  const shown = socket.getPeerCertificate(true);
  const chain = chainOf(shown);
  const [own, ...issuers] = chain;
  if (own === undefined) {
    seen.certificateFault = "the server has shown no certificate";
    return;
  }
  const counted = [own, ...issuers.filter((issuer) => issuer.subject !== issuer.issuer)];
  seen.certificateEndsMs = Math.min(...counted.map(endOf));
  seen.certificateName = calledBy(own.subject) ?? own.subjectAltName ?? host;
  seen.certificateIssuer = calledBy(own.issuer) ?? null;
  const faults = [
    ...counted.flatMap((certificate) => timeFaults(certificate, certificate === own, nowMs)),
    ...nameFaults(host, shown, own),
    ...trustFaults(socket, own),
  ];
  seen.certificateFault = faults.length === 0 ? null : `the certificate is no good: ${faults.join(", ")}`;
}

function chainOf(shown: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  const known = new Set<DetailedPeerCertificate>();
  // A root is its own issuer, and an empty object stands for none at all.
  for (let one = shown; one?.raw !== undefined && !known.has(one) && known.size < MOST; ) {
    known.add(one);
    chain.push(new X509Certificate(one.raw));
    one = one.issuerCertificate;
  }
  return chain;
}

const endOf = (certificate: X509Certificate): number => Date.parse(certificate.validTo);

/** The common name, or else the organisation, of a name of several lines. */
function calledBy(name: string | undefined): string | undefined {
  const part = (key: string) =>
    name
      ?.split("\n")
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1);
  return part("CN") ?? part("O");
}

function timeFaults(certificate: X509Certificate, isOwn: boolean, nowMs: number): string[] {
  const which = isOwn ? "it" : `the one of ${calledBy(certificate.subject) ?? "an issuer"}`;
  const endedMs = nowMs - endOf(certificate);
  if (endedMs >= 0) return [`${which} has expired ${lengthWords(endedMs)} ago`];
  const waitMs = Date.parse(certificate.validFrom) - nowMs;
  return waitMs > 0 ? [`${which} is valid in ${lengthWords(waitMs)} only`] : [];
}

function nameFaults(host: string, shown: DetailedPeerCertificate, own: X509Certificate): string[] {
  if (checkServerIdentity(host, shown) === undefined) return [];
  const names = own.subjectAltName?.replace(/(DNS|IP Address):/g, "") ?? calledBy(own.subject) ?? "nobody";
  return [`it is for ${names.length > 200 ? `${names.slice(0, 199)}…` : names}, not for ${host}`];
}

function trustFaults(socket: TLSSocket, own: X509Certificate): string[] {
  // Null where all is well; what Node's types call an error is its code.
  const error: unknown = socket.authorizationError;
  if (error === null || error === undefined) return [];
  const code = String((error as { code?: unknown }).code ?? error);
  const words = DISTRUST.get(code);
  if (words !== undefined) return [words];
  if (!TOLD_OTHERWISE.has(code)) return [`it is refused (${code.slice(0, 100)})`];
  // Of several faults only the last is told, and time comes after trust.
  return code !== "ERR_TLS_CERT_ALTNAME_INVALID" && own.checkIssued(own) ? ["it is self-signed"] : [];
}
