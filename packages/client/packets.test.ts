import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPackets } from "./packets.ts";

function gather() {
  const sent: { packet: string; lines: number }[] = [];
  const packets = createPackets((packet, lines) => sent.push({ packet, lines }));
  return { packets, sent };
}

describe("packets", () => {
  it("carry every line once and in order, in at most 1,432 bytes", () => {
    const line = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
      .filter((text) => !text.includes("\n"));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const { packets, sent } = gather();
        for (const one of lines) packets.add(one);
        packets.flush();
        expect(sent.flatMap(({ packet }) => packet.split("\n"))).toEqual(lines);
        expect(sent.reduce((sum, one) => sum + one.lines, 0)).toBe(lines.length);
        for (const { packet } of sent) expect(Buffer.byteLength(packet)).toBeLessThanOrEqual(1_432);
      }),
    );
  });

  it("carry every value of a series once and in order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, noNaN: true }), { maxLength: 500 }), (values) => {
        const { packets, sent } = gather();
        packets.addValues("checkout:", values, values.length, "|ms|#a:é");
        packets.flush();
        const lines = sent.flatMap(({ packet }) => packet.split("\n"));
        const back = lines.flatMap((line) => /^checkout:([^|]+)\|ms\|#a:é$/.exec(line)![1]!.split(":"));
        expect(back.map(Number)).toEqual(values.map((value) => value + 0));
        for (const { packet } of sent) expect(Buffer.byteLength(packet)).toBeLessThanOrEqual(1_432);
      }),
    );
  });

  it("are as full as lines allow", () => {
    const { packets, sent } = gather();
    for (let i = 0; i < 143; i++) packets.add("123456789");
    expect(sent).toEqual([]);
    packets.add("1");
    packets.add("2");
    expect(sent).toHaveLength(1);
    expect(sent[0]!.packet).toHaveLength(1_431);
  });
});
