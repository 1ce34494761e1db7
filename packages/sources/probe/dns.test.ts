import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { manualClock, systemClock } from "@mission-control/series";
import { type Answer, decode, encode, type Packet } from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { createAddressPolicy } from "../outside/address-policy.ts";
import { createGuardedLookup } from "../outside/guarded-lookup.ts";
import { createCheck } from "./check.ts";
import { lookupHere, probeOf } from "./loopback-for-tests.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A name server that answers with what `answer` gives: records, a code of refusal, or nothing at all. */
async function serveNames(answer: (name: string, type: string) => Answer[] | number | undefined) {
  const socket = createSocket("udp4");
  closing.push(() => socket.close());
  socket.on("message", (bytes, from) => {
    const { id, questions = [] } = decode(bytes);
    const [question] = questions;
    if (question === undefined) return;
    const found = answer(question.name, question.type);
    if (found === undefined) return;
    const packet: Packet = {
      type: "response",
      id: id ?? 0,
      // 0x0400 is "I am the authority here"; the last four bits are the code.
      flags: 0x0400 | (typeof found === "number" ? found : 0),
      questions,
      answers: typeof found === "number" ? [] : found,
    };
    socket.send(encode(packet), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(socket.address() as AddressInfo).port}`;
}

const NXDOMAIN = 3;
const REFUSED = 5;
const check = createCheck({ clock: systemClock, lookup: lookupHere });
const dns = (more: object) => probeOf({ kind: "dns", host: "example.org", ...more });

describe("a check of names", () => {
  it("asks the resolver that was chosen, and tells what it answers", async () => {
    const asked: string[] = [];
    const resolver = await serveNames((name, type) => {
      asked.push(`${type} ${name}`);
      return ["192.0.2.7", "192.0.2.8"].map((data) => ({ type: "A", name, data, ttl: 60 }));
    });
    const result = await check(dns({ resolver }));
    expect(result).toMatchObject({
      ok: true,
      words: "192.0.2.7, 192.0.2.8",
      answers: ["192.0.2.7", "192.0.2.8"],
      address: resolver,
      status: null,
    });
    expect(Object.keys(result.phasesMs)).toEqual(["request"]);
    expect(asked).toEqual(["A example.org"]);
  });

  it.each<[string, Answer, string, string]>([
    ["AAAA", { type: "AAAA", name: "example.org", data: "2001:db8::7" }, "2001:db8::7", "2001:DB8::7"],
    [
      "MX",
      { type: "MX", name: "example.org", data: { preference: 10, exchange: "mail.example.org" } },
      "10 mail.example.org",
      "mail.example.org.",
    ],
    ["TXT", { type: "TXT", name: "example.org", data: ["v=spf1 ", "-all"] }, "v=spf1 -all", "v=spf1 -all"],
    ["NS", { type: "NS", name: "example.org", data: "ns.example.org" }, "ns.example.org", "NS.example.org"],
    [
      "CNAME",
      { type: "CNAME", name: "example.org", data: "a.example.net" },
      "a.example.net",
      "a.example.net",
    ],
    [
      "SRV",
      {
        type: "SRV",
        name: "example.org",
        data: { priority: 1, weight: 2, port: 25, target: "a.example.org" },
      },
      "1 2 25 a.example.org",
      "a.example.org:25",
    ],
    [
      "CAA",
      { type: "CAA", name: "example.org", data: { flags: 0, tag: "issue", value: "ca.example.net" } },
      '0 issue "ca.example.net"',
      "ca.example.net",
    ],
    [
      "SOA",
      {
        type: "SOA",
        name: "example.org",
        data: {
          mname: "ns.example.org",
          rname: "root.example.org",
          serial: 7,
          refresh: 1,
          retry: 2,
          expire: 3,
          minimum: 4,
        },
      },
      "ns.example.org root.example.org 7 1 2 3 4",
      "7",
    ],
    [
      "PTR",
      { type: "PTR", name: "example.org", data: "host.example.org" },
      "host.example.org",
      "host.example.org",
    ],
    [
      "NAPTR",
      {
        type: "NAPTR",
        name: "example.org",
        data: {
          order: 1,
          preference: 2,
          flags: "s",
          services: "SIP+D2U",
          regexp: "",
          replacement: "a.example.org",
        },
      },
      '1 2 "s" "SIP+D2U" "" a.example.org',
      "a.example.org",
    ],
  ])("reads %s, and finds what is expected among the answers", async (record, answer, text, expect_) => {
    const resolver = await serveNames(() => [{ ttl: 60, ...answer } as Answer]);
    expect(await check(dns({ resolver, record, expect: expect_ }))).toMatchObject({
      ok: true,
      answers: [text],
    });
    expect(await check(dns({ resolver, record, expect: "another" }))).toMatchObject({
      ok: false,
      words: `${text}; another is not among them`,
      answers: [text],
    });
  });

  it("asks for the name of an address", async () => {
    const resolver = await serveNames((name) => [{ type: "PTR", name, data: `${name.length}.example.org` }]);
    const result = await check(dns({ host: "192.0.2.7", record: "PTR", resolver }));
    expect(result.words).toBe(`${"7.2.0.192.in-addr.arpa".length}.example.org`);
  });

  it.each([
    [NXDOMAIN, "there is no example.org", []],
    [0, "example.org has no A record", []],
    [REFUSED, "the name server refused to answer", null],
  ])("says what the answer %i means", async (code, words, answers) => {
    const resolver = await serveNames(() => code);
    expect(await check(dns({ resolver }))).toMatchObject({ ok: false, words, answers });
  });

  it("gives up at its deadline where nobody answers", async () => {
    const clock = manualClock();
    let ask = () => {};
    const asked = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const resolver = await serveNames(() => {
      ask();
      return undefined;
    });
    const result = createCheck({ clock, lookup: lookupHere })(dns({ resolver, timeoutMs: 60_000 }));
    await asked;
    clock.advance(60_000);
    expect(await result).toMatchObject({ ok: false, words: "no answer within 60 s", tookMs: 60_000 });
  });

  it("asks nobody who is inside", async () => {
    let asked = 0;
    const resolver = await serveNames(() => {
      asked++;
      return REFUSED;
    });
    const lookup = createGuardedLookup({ policy: createAddressPolicy({ allow: [] }) });
    const result = await createCheck({ clock: systemClock, lookup })(dns({ resolver }));
    expect(result).toMatchObject({ ok: false, words: expect.stringContaining("address blocked by policy") });
    expect(asked).toBe(0);
  });
});
