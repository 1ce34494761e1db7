import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { decodeWriteRequest, unpackSnappy } from "@mission-control/contracts/remote-write";

/** A server on a loopback port that answers as a test wants, and remembers what it was sent. */
export async function startStubStore() {
  let answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void = () => {};
  const requests: { path: string; headers: IncomingMessage["headers"]; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      requests.push({ path: request.url ?? "", headers: request.headers, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /** From now on every request is answered so. */
    answers(next: typeof answer): void {
      answer = next;
    },
    json(body: unknown, status = 200): void {
      answer = (_request, response) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    },
    async close(): Promise<void> {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The values of a write request, in its order. @throws Error where it is none */
export function valuesIn(body: Uint8Array): number[] {
  const bytes = unpackSnappy(body, 2 ** 26);
  const decoded = bytes instanceof Uint8Array ? decodeWriteRequest(bytes, 1) : bytes;
  if ("code" in decoded) throw new Error(decoded.message);
  return [...decoded.samples.values];
}
