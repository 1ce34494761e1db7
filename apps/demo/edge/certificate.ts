import type { Clock } from "@mission-control/series";
import { generate } from "selfsigned";

const DAY_MS = 86_400_000;
const NAME = "www.shop.example";

/** A certificate and its key, as PEM; both stay in memory. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for www.shop.example, signed by itself, that ends in so many days; below 0 it has ended. */
export async function makeCertificate(clock: Clock, daysLeft: number): Promise<Certificate> {
  const notAfter = clock.now() + daysLeft * DAY_MS;
  const { cert, private: key } = await generate([{ name: "commonName", value: NAME }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Math.min(clock.now(), notAfter) - DAY_MS),
    notAfterDate: new Date(notAfter),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: NAME }] },
    ],
  });
  return { cert, key };
}
