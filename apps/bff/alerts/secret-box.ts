import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "@mission-control/contracts";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The first byte of what is sealed, should it ever be sealed in another way. */
const FORMAT = 1;
/** Keys of the settings are words of people: this makes 32 bytes of them, the same each time. */
const SALT = "mission-control alerts.key";

/** See `createSecretBox`. */
export type SecretBox = ReturnType<typeof createSecretBox>;

/**
 * Seals secrets (AES-256-GCM, another nonce each time) for the place where they belong: moved to another channel or field they
 * cannot be opened. The key is the one of the settings, or lies in a file that is made when it is first needed, readable by
 * nobody else.
 */
export function createSecretBox(options: { key: string | undefined; keyFile: string }) {
  const { key: words, keyFile } = options;
  let known: Buffer | undefined;

  /** @throws Error in words where there is a file that holds no key, or that cannot be read */
  function readKey(): Buffer | undefined {
    if (known !== undefined) return known;
    known = words === undefined ? keyOfFile(keyFile) : scryptSync(words, SALT, KEY_BYTES);
    return known;
  }

  function makeKey(): Buffer {
    const found = readKey();
    if (found !== undefined) return found;
    const made = randomBytes(KEY_BYTES);
    mkdirSync(dirname(keyFile), { recursive: true });
    // Never over one that is there, without which all that was sealed is lost.
    writeFileSync(keyFile, `${made.toString("hex")}\n`, { mode: 0o600, flag: "wx", flush: true });
    known = made;
    return made;
  }

  return {
    /** @throws Refusal `not_ready` where there is no key to be had */
    seal(secret: string, slug: string, field: string): string {
      let key: Buffer;
      try {
        key = makeKey();
      } catch (cause) {
        throw new Refusal("not_ready", `Secrets cannot be kept: ${(cause as Error).message}`, { cause });
      }
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(placeOf(slug, field));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.from([FORMAT]), nonce, cipher.getAuthTag(), sealed]).toString("base64");
    },

    /** A secret; undefined where it was sealed with another key or for another place, or is damaged. */
    open(text: string, slug: string, field: string): string | undefined {
      const bytes = Buffer.from(text, "base64");
      const start = 1 + NONCE_BYTES + TAG_BYTES;
      if (bytes.length <= start || bytes[0] !== FORMAT) return undefined;
      try {
        const key = readKey();
        if (key === undefined) return undefined;
        const opening = createDecipheriv(CIPHER, key, bytes.subarray(1, 1 + NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        opening.setAAD(placeOf(slug, field)).setAuthTag(bytes.subarray(1 + NONCE_BYTES, start));
        return Buffer.concat([opening.update(bytes.subarray(start)), opening.final()]).toString("utf8");
      } catch {
        return undefined;
      }
    },
  };
}

const placeOf = (slug: string, field: string): Buffer => Buffer.from(`${slug}\0${field}`);

/** The key in a file; undefined where there is no file. */
function keyOfFile(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Error(`${path} cannot be read (${code ?? message})`);
  }
  if (/^[0-9a-f]{64}\s*$/.test(text)) return Buffer.from(text.trim(), "hex");
  throw new Error(
    `${path} holds no key; bring back the one that was there, or remove it and give all secrets again`,
  );
}
