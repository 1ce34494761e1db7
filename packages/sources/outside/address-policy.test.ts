import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressPolicy, hostOf } from "./address-policy.ts";

const policy = createAddressPolicy({ allow: [], ownAddresses: () => [] });
const isBlocked = (address: string) => policy.refusalOf({ host: address, port: 80, address }) !== undefined;

/** Ranges that lead nowhere public, as their first address and their length. */
const ranges = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;
const numberOf = (address: string) => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
const inside = fc
  .tuple(fc.constantFrom(...ranges), fc.nat(2 ** 32 - 1))
  .map(([[first, length], any]) => numberOf(first) + (any % 2 ** (32 - length)));
const bytesOf = (n: number) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256);

/** A number as C and browsers read it: decimal, octal or hexadecimal. */
const written = (n: number) =>
  fc.constantFrom(String(n), `0${n.toString(8)}`, `0x${n.toString(16)}`, `0X${n.toString(16)}`);

/** An address in any of its ways: four numbers, or fewer, of which the last takes what is left. */
const anyWay = inside.chain((n) => {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(n);
  const parts = fc.constantFrom([n], [a, n % 2 ** 24], [a, b, n % 2 ** 16], [a, b, c, d]);
  const dot = fc.constantFrom("", ".");
  return fc
    .tuple(
      parts.chain((numbers) => fc.tuple(...numbers.map(written))),
      dot,
    )
    .map(([texts, end]) => ({ n, text: texts.join(".") + end }));
});

describe("an address that is not public", () => {
  it("is blocked in every way that a URL takes it", () => {
    fc.assert(
      fc.property(anyWay, ({ n, text }) => {
        const host = hostOf(new URL(`http://${text}/`).hostname);
        expect(host).toBe(bytesOf(n).join("."));
        expect(isBlocked(host)).toBe(true);
      }),
    );
  });

  it("is blocked inside of every IPv6 address that can hold one", () => {
    const hex = (n: number) => [n >>> 16, n & 0xffff].map((part) => part.toString(16)).join(":");
    const holders: ((n: number) => string)[] = [
      (n) => `::ffff:${hex(n)}`,
      (n) => `::ffff:${bytesOf(n).join(".")}`,
      (n) => `::${hex(n)}`,
      (n) => `::ffff:0:${hex(n)}`,
      (n) => `64:ff9b::${hex(n)}`,
      (n) => `64:ff9b:1::${hex(n)}`,
      (n) => `2002:${hex(n)}::1`,
      (n) => `2001:0:${hex(n)}::1`,
      (n) => `2001:0:1:2:3:4:${hex(~n >>> 0)}`,
      (n) => `2a00:1450::5efe:${hex(n)}`,
    ];
    fc.assert(
      fc.property(inside, fc.constantFrom(...holders), (n, holder) => {
        const address = hostOf(new URL(`http://[${holder(n)}]/`).hostname);
        expect(isBlocked(address)).toBe(true);
      }),
    );
  });

  it("is the only one that is: public ones are let through", () => {
    const isInside = (n: number) =>
      ranges.some(
        ([first, length]) =>
          Math.floor(n / 2 ** (32 - length)) === Math.floor(numberOf(first) / 2 ** (32 - length)),
      );
    // Documentation, relays and what a provider keeps for itself are refused as well: these lie beside them.
    const isPlain = (n: number) => ![192, 198, 203, 168].includes(Math.floor(n / 2 ** 24)) && !isInside(n);
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1).filter(isPlain), (n) => {
        expect(isBlocked(bytesOf(n).join("."))).toBe(false);
      }),
    );
    for (const address of [
      "1.1.1.1",
      "192.30.255.112",
      "203.0.114.1",
      "2606:4700::1111",
      "2a00:1450:4001::200e",
    ])
      expect(isBlocked(address)).toBe(false);
  });
});
