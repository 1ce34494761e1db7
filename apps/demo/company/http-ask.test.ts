import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpAsk } from "./http-ask.ts";
import { listenerOf } from "./http-listener.ts";
import { type Call, CutOff, type Reply, Unreachable } from "./wire.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

/** A client of a server that answers by `listener`. */
async function open(listener: RequestListener, timeoutMs = 5_000) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { ask, close } = createHttpAsk({ host: "127.0.0.1", port, timeoutMs });
  undo.push(
    close,
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return { ask, server };
}

const call: Call = {
  method: "POST",
  path: "/carts?a=%C3%A9",
  body: '{"product":3}',
  userAgent: "curl/8.5.0",
  user: { id: "u-1042", address: "2001:db8::7", country: "BR", experiment: "orange-button" },
};
const get: Call = { method: "GET", path: "/", userAgent: call.userAgent, user: call.user };

describe("a call over HTTP", () => {
  it("arrives as it was made, and so does its reply", async () => {
    const calls: Call[] = [];
    const reply: Reply = {
      status: 303,
      type: "text/html",
      body: "é",
      version: "v980",
      maxAge: 60,
      location: "/cart",
      cache: "hit",
    };
    const { ask } = await open(
      listenerOf(async (made) => {
        calls.push(made);
        return reply;
      }),
    );
    expect(await ask(call)).toEqual(reply);
    expect(await ask(get)).toEqual(reply);
    expect(calls).toEqual([call, get]);
  });

  it("says that nobody is there where nobody answers in time, or listens", async () => {
    const { ask, server } = await open(() => {}, 50);
    await expect(ask(get)).rejects.toThrow(Unreachable);
    await expect(ask(call)).rejects.toThrow(CutOff);
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    await expect(ask(call)).rejects.toThrow(Unreachable);
  });
});
