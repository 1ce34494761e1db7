import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { limits, Refusal } from "@mission-control/contracts";

const unpackers = new Map([
  ["gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/**
 * The body of a request as bytes, unpacked, bounded before and after.
 * @throws Refusal `too_large`, `unsupported_media`, or `invalid_body` where it cannot be unpacked.
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding") ?? "identity";
  return unpack(await readSent(request), encoding.trim().toLowerCase());
}

/** The body of a request as it was sent, bounded. @throws Refusal `too_large` */
export async function readSent(request: Request): Promise<Buffer> {
  const tooLarge = new Refusal(
    "too_large",
    `A body may have ${limits.bodyBytes / 2 ** 20} MiB as sent; send it in parts.`,
  );
  if (Number(request.headers.get("content-length") ?? 0) > limits.bodyBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > limits.bodyBytes) throw tooLarge;
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

async function unpack(packed: Buffer, encoding: string): Promise<Uint8Array> {
  if (encoding === "identity" || encoding === "") return packed;
  const unpacker = unpackers.get(encoding);
  if (unpacker === undefined) {
    throw new Refusal(
      "unsupported_media",
      `Content-Encoding may be gzip, deflate or br, not "${encoding.slice(0, 40)}".`,
    );
  }
  try {
    return await unpacker(packed, { maxOutputLength: limits.unpackedBytes });
  } catch (cause) {
    if ((cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") {
      throw new Refusal(
        "too_large",
        `The body is over ${limits.unpackedBytes / 2 ** 20} MiB unpacked; send it in parts.`,
      );
    }
    throw new Refusal("invalid_body", `The body is not ${encoding}.`, { cause });
  }
}

/**
 * The JSON value of a body.
 * @throws Refusal `invalid_body`, saying where it is not JSON.
 */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new Refusal(
      "invalid_body",
      `The body is not JSON: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}
