import type { AnyRecord } from "node:dns";
import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { type Probe, resolverOf } from "@mission-control/contracts";
import { hostOf } from "../outside/address-policy.ts";
import type { GuardedLookup } from "../outside/guarded-lookup.ts";
import { withPort } from "./connection.ts";
import { answerTexts } from "./dns-answer.ts";
import type { Trace, Verdict } from "./trace.ts";

type DnsProbe = Extract<Probe, { kind: "dns" }>;

/** Answers that are told, and characters of one. */
const MOST_ANSWERS = 20;
const MOST_CHARACTERS = 300;

/** What name servers say when they have no answer. */
const WORDS = new Map([
  ["EFORMERR", "the name server did not understand the question"],
  ["ESERVFAIL", "the name server failed"],
  ["ENOTIMP", "the name server does not know this kind of question"],
  ["EREFUSED", "the name server refused to answer"],
  ["EBADRESP", "what the name server answered makes no sense"],
  ["ECONNREFUSED", "no name server answers there"],
  ["EBADNAME", "this is no name"],
]);

/** Asks a name server for the records of a name. */
export async function checkDns(
  probe: DnsProbe,
  { lookup, trace }: { lookup: GuardedLookup; trace: Trace },
): Promise<Verdict> {
  const { record, expect, timeoutMs } = probe;
  const host = hostOf(probe.host);
  // A packet that is lost is asked for again once, after a third of the time.
  const resolver = new Resolver({ timeout: Math.max(1, Math.floor(timeoutMs / 3)), tries: 2 });
  trace.onEnd(() => resolver.cancel());
  const chosen = probe.resolver === "" ? undefined : resolverOf(probe.resolver);
  if (chosen !== undefined) {
    // Who is asked has to be allowed, as whoever is spoken to.
    await lookup(chosen.address, chosen.port);
    resolver.setServers([withPort(chosen.address, chosen.port)]);
    trace.seen.address = withPort(chosen.address, chosen.port);
  }
  try {
    const found = await trace.phase("request", async () =>
      record === "PTR" && isIP(host) !== 0 ? resolver.reverse(host) : resolver.resolve(host, record),
    );
    const answers = (Array.isArray(found) ? found : [found]) as (string | string[] | AnyRecord)[];
    const texts = answers.map((answer) => answerTexts(record, answer));
    const shown = texts.map(([text]) => cut(text));
    trace.seen.answers = shown.slice(0, MOST_ANSWERS);
    const isExpected = expect === "" || texts.some((each) => each.some((text) => isSame(text, expect)));
    const told = listOf(shown);
    return isExpected
      ? { ok: true, words: told }
      : { ok: false, words: `${told}; ${expect} is not among them` };
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code === "ENOTFOUND" || code === "ENODATA") trace.seen.answers = [];
    if (code === "ENOTFOUND") return { ok: false, words: `there is no ${host}` };
    if (code === "ENODATA") return { ok: false, words: `${host} has no ${record} record` };
    if (code === "ETIMEOUT") return { ok: false, words: `no answer within ${timeoutMs / 1_000} s` };
    const words = WORDS.get(code);
    if (words !== undefined) return { ok: false, words };
    throw error;
  }
}

function listOf(shown: readonly string[]): string {
  const some = shown.slice(0, 3).join(", ");
  return shown.length > 3 ? `${some} and ${shown.length - 3} more` : some;
}

const cut = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;

/** Names are the same in any case, with or without their last dot. */
const isSame = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (text: string): string => text.toLowerCase().replace(/\.$/, "");
