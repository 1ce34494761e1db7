import { createServer } from "node:https";
import { systemClock } from "@mission-control/series";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "./certificates-for-tests.ts";
import { createCheck } from "./check.ts";
import { listening, lookupHere, probeOf } from "./loopback-for-tests.ts";

const DAY_MS = 86_400_000;
const HERE = "DNS:shop.example.org,IP:127.0.0.1";
let authority: ReturnType<typeof createAuthority>;
beforeAll(() => {
  authority = createAuthority();
});
afterAll(() => authority.close());

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Checks a server that shows this certificate; `asked` counts what it was asked. */
async function checkShowing(shown: { cert: string; key: string }, host = "shop.example.org") {
  let asked = 0;
  const server = createServer(shown, (_, response) => {
    asked++;
    response.end();
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = await listening(server);
  const check = createCheck({ clock: systemClock, lookup: lookupHere, ca: authority.ca });
  const result = await check(probeOf({ kind: "http", url: `https://${host}:${port}` }));
  return { ...result, asked };
}

const daysLeft = (endsMs: number | null) => Math.round(((endsMs ?? Number.NaN) - systemClock.now()) / DAY_MS);

describe("a certificate", () => {
  it("that is good is told with its end, name and issuer", async () => {
    const result = await checkShowing(authority.certify(HERE, 20));
    expect(result).toMatchObject({
      ok: true,
      status: 200,
      certificateName: "probed",
      certificateIssuer: "Test root",
      certificateFault: null,
      asked: 1,
    });
    expect(daysLeft(result.certificateEndsMs)).toBe(20);
    expect(Object.keys(result.phasesMs)).toEqual(["resolve", "connect", "tls", "processing", "transfer"]);
  });

  it("may be for an address", async () => {
    expect((await checkShowing(authority.certify(HERE, 20), "127.0.0.1")).ok).toBe(true);
  });

  it.each([
    ["has expired", HERE, -1, "it has expired 1 d ago", -1],
    [
      "is for another name",
      "DNS:other.example.org",
      9,
      "it is for other.example.org, not for shop.example.org",
      9,
    ],
    [
      "has two faults",
      "DNS:other.example.org",
      -1,
      "it has expired 1 d ago, it is for other.example.org, not for shop.example.org",
      -1,
    ],
  ])(
    "that %s makes the check fail, and its end is told all the same",
    async (_, names, days, fault, left) => {
      const result = await checkShowing(authority.certify(names, days));
      const words = `the certificate is no good: ${fault}`;
      expect(result).toMatchObject({ ok: false, words, certificateFault: words, status: null, asked: 0 });
      expect(daysLeft(result.certificateEndsMs)).toBe(left);
      expect(Object.keys(result.phasesMs)).toEqual(["resolve", "connect", "tls"]);
    },
  );

  it("that nobody trusted has signed makes the check fail", async () => {
    const own = await checkShowing(authority.selfSigned(HERE));
    expect(own).toMatchObject({
      ok: false,
      words: "the certificate is no good: it is self-signed",
      asked: 0,
    });
    expect(daysLeft(own.certificateEndsMs)).toBe(30);
    const other = createAuthority();
    closing.push(other.close);
    expect((await checkShowing(other.certify(HERE, 20))).words).toBe(
      "the certificate is no good: its issuer is not known here, or was not sent along",
    );
  });

  it("counts with those it was sent with: the first that ends is told", async () => {
    const chained = await checkShowing(authority.certifyBetween(HERE, { between: 7, own: 300 }));
    expect(chained).toMatchObject({ ok: true, certificateIssuer: "Test between" });
    expect(daysLeft(chained.certificateEndsMs)).toBe(7);
    const broken = await checkShowing(authority.certifyBetween(HERE, { between: -1, own: 300 }));
    expect(broken.words).toBe("the certificate is no good: the one of Test between has expired 1 d ago");
  });
});
