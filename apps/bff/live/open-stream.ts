import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "node:net";

/** For tests: a real response on a real socket, and its reader, which reads only while it is not paused. */
export async function openStream() {
  let answered: (response: ServerResponse) => void = () => {};
  const response = new Promise<ServerResponse>((resolve) => {
    answered = resolve;
  });
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { "Content-Type": "text/event-stream" });
    answer.flushHeaders();
    answered(answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1");
  client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  let text = "";
  client.on("data", (chunk) => {
    // Only the end is looked at.
    text = (text + chunk.toString()).slice(-100_000);
  });
  return {
    response: await response,
    client,
    text: () => text,
    close(): void {
      client.destroy();
      server.close();
    },
  };
}
