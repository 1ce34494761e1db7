import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSecretBox } from "./secret-box.ts";

let dir: string;
let keyFile: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "secret-box-"));
  keyFile = join(dir, "channels.key");
});
afterEach(() => rmSync(dir, { recursive: true }));

const boxOf = (key?: string) => createSecretBox({ key, keyFile });
const key = "a long enough key of words";

describe("a secret", () => {
  it("comes back as it was, whatever it is, and shows nothing while it is sealed", () => {
    const box = boxOf(key);
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (secret) => {
        const sealed = box.seal(secret, "mail", "password");
        expect(box.open(sealed, "mail", "password")).toBe(Buffer.from(secret, "utf8").toString("utf8"));
        expect(box.seal(secret, "mail", "password")).not.toBe(sealed);
      }),
    );
    expect(Buffer.from(box.seal("very secret", "mail", "password"), "base64").includes("secret")).toBe(false);
  });

  it("is opened only for the channel and field that it was sealed for", () => {
    const box = boxOf(key);
    const sealed = box.seal("very secret", "mail", "password");
    for (const [slug, field] of [
      ["other", "password"],
      ["mail", "key"],
      ["mai", "lpassword"],
      ["mail\0password", ""],
    ] as const)
      expect(box.open(sealed, slug, field)).toBeUndefined();
  });

  it("is not opened where one bit of it is another", () => {
    const box = boxOf(key);
    const sealed = Buffer.from(box.seal("very secret", "mail", "password"), "base64");
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i]! ^= 1;
      expect(box.open(changed.toString("base64"), "mail", "password")).toBeUndefined();
    }
    for (const text of ["", "AQ==", "not base64", sealed.subarray(0, 20).toString("base64")])
      expect(box.open(text, "mail", "password")).toBeUndefined();
  });

  it("is opened with the same key only", () => {
    const sealed = boxOf(key).seal("very secret", "mail", "password");
    expect(boxOf(key).open(sealed, "mail", "password")).toBe("very secret");
    expect(boxOf("another key of many words").open(sealed, "mail", "password")).toBeUndefined();
    expect(boxOf().open(sealed, "mail", "password")).toBeUndefined();
  });
});

describe("a key of its own", () => {
  it("is made when it is first needed, for nobody else to read, and used from then on", () => {
    expect(boxOf().open("AQ==", "mail", "password")).toBeUndefined();
    expect(existsSync(keyFile)).toBe(false);
    const sealed = boxOf().seal("very secret", "mail", "password");
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(keyFile, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
    const before = readFileSync(keyFile);
    expect(boxOf().open(boxOf().seal("two", "mail", "password"), "mail", "password")).toBe("two");
    expect(boxOf().open(sealed, "mail", "password")).toBe("very secret");
    expect(readFileSync(keyFile)).toEqual(before);
  });

  it("is not made where the settings have one", () => {
    boxOf(key).seal("very secret", "mail", "password");
    expect(existsSync(keyFile)).toBe(false);
  });

  it("that is none is never written over: it says which file, and what was sealed is not lost", () => {
    const sealed = boxOf().seal("very secret", "mail", "password");
    const kept = readFileSync(keyFile);
    writeFileSync(keyFile, "half a k");
    expect(() => boxOf().seal("two", "mail", "password")).toThrow(/channels\.key holds no key/);
    expect(boxOf().open(sealed, "mail", "password")).toBeUndefined();
    expect(readFileSync(keyFile, "utf8")).toBe("half a k");
    writeFileSync(keyFile, kept);
    expect(boxOf().open(sealed, "mail", "password")).toBe("very secret");
  });
});
