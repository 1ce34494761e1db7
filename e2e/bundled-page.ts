import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");

async function bundle(contents: string): Promise<string> {
  const made = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    format: "iife",
    write: false,
  });
  return made.outputFiles[0]!.text;
}

/** Serves a page of scripts that stand in a test: `html` asks for /page.js, which may start the lanes' worker, /worker.js. */
export async function servePage(html: string, script: string) {
  const worker = 'import { serveLanes } from "./packages/cubism-es/worker.ts"; serveLanes(self);';
  const files = new Map([
    ["/page.js", await bundle(script)],
    ["/worker.js", await bundle(worker)],
  ]);
  const server = createServer((request, response) => {
    const found = files.get(request.url ?? "");
    response.setHeader("content-type", found === undefined ? "text/html" : "text/javascript");
    response.end(found ?? html);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}
