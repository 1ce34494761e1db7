import { gzipSync } from "node:zlib";
import { limits, Refusal } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { parseJson, readBody } from "./body.ts";

const request = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://127.0.0.1/", { method: "POST", body, headers });

const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => "taken",
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );

describe("a body", () => {
  it("comes as it was sent, unpacked where it was packed", async () => {
    const text = '{"type":"deploy"}';
    expect(new TextDecoder().decode(await readBody(request(text)))).toBe(text);
    const packed = request(new Uint8Array(gzipSync(text)), { "Content-Encoding": "gzip" });
    expect(new TextDecoder().decode(await readBody(packed))).toBe(text);
  });

  it("over the limit is refused, whether or not it says its length", async () => {
    expect(await codeOf(readBody(request(new Uint8Array(limits.bodyBytes + 1))))).toBe("too_large");
    expect(await codeOf(readBody(request(new Uint8Array(limits.bodyBytes))))).toBe("taken");
  });

  it("that would unpack beyond the limit is refused before it is unpacked whole", async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(limits.unpackedBytes + 1)));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await codeOf(readBody(request(bomb, { "Content-Encoding": "gzip" })))).toBe("too_large");
  });

  it("in an encoding that is unknown, or not what it says, is refused", async () => {
    expect(await codeOf(readBody(request("x", { "Content-Encoding": "zstd" })))).toBe("unsupported_media");
    expect(await codeOf(readBody(request("not gzip", { "Content-Encoding": "gzip" })))).toBe("invalid_body");
  });

  it("that is no JSON is refused, saying where", () => {
    expect(parseJson(new TextEncoder().encode('{"a":1}'))).toEqual({ a: 1 });
    expect(() => parseJson(new TextEncoder().encode("{a"))).toThrow(/not JSON.*position/);
  });
});
