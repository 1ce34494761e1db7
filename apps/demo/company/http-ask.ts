import { Agent, type IncomingMessage, request } from "node:http";
import { type Ask, type Call, CutOff, headers, type Reply, Unreachable } from "./wire.ts";

const MAX_ANSWER_BYTES = 4 * 2 ** 20;

/** The head of a call as it goes over HTTP. */
export function headersOf(call: Call): Record<string, string | number> {
  const { userAgent, user, body } = call;
  return {
    "user-agent": userAgent,
    [headers.user]: user.id,
    [headers.country]: user.country,
    [headers.experiment]: user.experiment,
    [headers.address]: user.address,
    ...(body === undefined
      ? {}
      : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
  };
}

/** Asks over HTTP, on connections that are kept. `host` is an address, `timeoutMs` how long a server may say nothing. */
export function createHttpAsk({
  host,
  port,
  timeoutMs = 35_000,
}: {
  host: string;
  port: number;
  timeoutMs?: number;
}): { ask: Ask; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 64, scheduling: "lifo" });

  function send(call: Call, via: Agent | false): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const { method, path } = call;
      const options = { host, port, method, path, headers: headersOf(call), agent: via, timeout: timeoutMs };
      const sent = request(options);
      sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
      sent.on("response", (answer) => readReply(answer).then(resolve, reject));
      sent.on("error", (error: NodeJS.ErrnoException) => {
        // A kept connection that the server closed just now says nothing of the server: ask again on a new one.
        if (sent.reusedSocket && method === "GET" && error.code === "ECONNRESET") {
          send(call, false).then(resolve, reject);
        } else if (method === "GET" || error.syscall === "connect") {
          reject(new Unreachable(`${host}:${port}: ${error.message}`, { cause: error }));
        } else reject(new CutOff(`${host}:${port}: ${error.message}`, { cause: error }));
      });
      sent.end(call.body);
    });
  }

  return { ask: (call) => send(call, agent), close: () => agent.destroy() };
}

/** @throws CutOff where the answer breaks off, or is over 4 MiB. */
async function readReply(answer: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) throw new Error("the answer is over 4 MiB");
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new CutOff("the answer broke off", { cause });
  }
  const header = (name: string) => String(answer.headers[name] ?? "");
  const cache = header(headers.cache);
  const location = header("location");
  return {
    status: answer.statusCode ?? 502,
    type: (header("content-type").split(";")[0] || "text/plain") as Reply["type"],
    body: Buffer.concat(chunks).toString("utf8"),
    version: header(headers.version),
    maxAge: Number(/(?:^|[ ,])max-age=(\d{1,9})/.exec(header("cache-control"))?.[1] ?? 0),
    ...(location === "" ? {} : { location }),
    ...(cache === "hit" || cache === "miss" ? { cache } : {}),
  };
}
