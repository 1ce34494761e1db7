import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSyslogFraming } from "./syslog-framing.ts";

const MAX = 32;
const utf8 = new TextEncoder();

/** What is made of pieces: the messages, those that were cut marked, and why the connection was closed. */
function read(...pieces: (string | Uint8Array)[]) {
  const messages: string[] = [];
  const faults: string[] = [];
  let closed = 0;
  const reader = createSyslogFraming({
    maxBytes: MAX,
    onMessage: (bytes, truncated) => messages.push(`${Buffer.from(bytes)}${truncated ? " (cut)" : ""}`),
    onFault: (_, reason) => faults.push(reason),
    close: () => closed++,
  });
  for (const piece of pieces) reader.push(typeof piece === "string" ? utf8.encode(piece) : piece);
  reader.end();
  return { messages, faults, closed };
}

describe("messages over TCP", () => {
  test("are found by their octet counts and by newlines, in one connection too", () => {
    expect(read("5 <1>ab6 <1>a\nb<2>line\n<3>line\r\n5 <4>cd\n<5>last")).toEqual({
      messages: ["<1>ab", "<1>a\nb", "<2>line", "<3>line\r", "<4>cd", "<5>last"],
      faults: [],
      closed: 0,
    });
  });

  test("are the same however the stream was cut into pieces", () => {
    const message = fc.string({ unit: fc.constantFrom("a", "ö", "<", " ", "7", "\n"), maxLength: 12 });
    const frame = fc.tuple(message, fc.boolean()).map(([text, counts]) => {
      const whole = `<1>${counts ? text : text.replaceAll("\n", "")}`;
      return { whole, sent: counts ? `${Buffer.byteLength(whole)} ${whole}` : `${whole}\n` };
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.nat(12)), (frames, cuts) => {
        const stream = utf8.encode(frames.map(({ sent }) => sent).join(""));
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(stream.slice(at, at + cut));
          at += cut;
        }
        expect(read(...pieces, stream.slice(at))).toEqual({
          messages: frames.map(({ whole }) => whole),
          faults: [],
          closed: 0,
        });
      }),
    );
  });

  test("whose line begins with a number are lines", () => {
    expect(read("192.0.2.7 - - x\n2026-11-21 y\n7 z\n").messages).toEqual([
      "192.0.2.7 - - x",
      "2026-11-21 y",
      "7 z",
    ]);
  });

  test("that are too long are cut, told, and the connection is closed", () => {
    const long = `<1>${"x".repeat(1_000)}`;
    const cut = `${long.slice(0, MAX)} (cut)`;
    expect(read(`<2>first\n${long}\n<3>never read\n`)).toEqual({
      messages: ["<2>first", cut],
      faults: ["line longer than 32 bytes"],
      closed: 1,
    });
    expect(read(...long).messages).toEqual([cut]);
    expect(read(`${long.length} ${long}`, "5 <3>no")).toEqual({
      messages: [cut],
      faults: ["octet count 1003 is above 32"],
      closed: 1,
    });
  });

  test("whose count is too small are told, and the connection is closed", () => {
    expect(read("5 <1>abcdef\n5 <2>ab")).toEqual({
      messages: ["<1>ab (cut)"],
      faults: ["octet count 5 ends inside the message"],
      closed: 1,
    });
    // Where the rest comes later, the lie is seen then.
    expect(read("5 <1>ab", "cdef\n5 <2>ab")).toEqual({
      messages: ["<1>ab", "cdef (cut)"],
      faults: ["no octet count where one was due"],
      closed: 1,
    });
  });

  test("whose count is too large, when nothing more comes, are told at the end", () => {
    expect(read("20 <1>abc")).toEqual({
      messages: ["<1>abc (cut)"],
      faults: ["octet count 20, but the connection ended"],
      closed: 0,
    });
  });

  test("may be any bytes: none is longer than the bound, and after the end nothing is said", () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .constantFrom("<1>a\n", "5 <1>ab", "999999999 <", "0 <", "\0\n", "3 <1>")
        .map((text) => utf8.encode(text)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (pieces) => {
        const { messages, faults, closed } = read(...pieces);
        for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(MAX * 3 + 6);
        expect(closed).toBeLessThanOrEqual(1);
        expect(faults.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });

  test("of a line that comes byte by byte do not take long", () => {
    const beganMs = performance.now();
    const reader = createSyslogFraming({
      maxBytes: 64 * 1024,
      onMessage: () => {},
      onFault: () => {},
      close: () => {},
    });
    const one = utf8.encode("x");
    for (let i = 0; i < 64 * 1024; i++) reader.push(one);
    expect(performance.now() - beganMs).toBeLessThan(5_000);
  });
});
