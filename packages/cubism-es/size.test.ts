import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** Bytes after gzip of all that entries export; d3's modules are the page's own. */
async function gzipped(...entries: string[]): Promise<number> {
  const contents = entries.map((entry) => `export * from "./${entry}";`).join("\n");
  const bundle = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    external: ["d3-*"],
    write: false,
  });
  return gzipSync(bundle.outputFiles[0]!.contents, { level: 9 }).length;
}

describe("the library", () => {
  it("is under 12 kB: all that makes and draws lanes", async () => {
    expect(await gzipped("index.ts")).toBeLessThan(12_000);
  });

  it("has beside it what a page may do without: axis, feeds, hands and keys, stacks, a worker", async () => {
    expect(await gzipped("axis.ts")).toBeLessThan(1_000);
    expect(await gzipped("feed.ts")).toBeLessThan(3_200);
    expect(await gzipped("index.ts", "feed.ts")).toBeLessThan(12_700);
    expect(await gzipped("page.ts")).toBeLessThan(2_500);
    // These two draw, too: a page that has the rest has half of them.
    expect(await gzipped("stack.ts")).toBeLessThan(5_000);
    expect(await gzipped("worker.ts")).toBeLessThan(4_800);
  });

  it("is under 19.5 kB with all of that in one page", async () => {
    expect(await gzipped("index.ts", "axis.ts", "feed.ts", "page.ts", "stack.ts", "worker.ts")).toBeLessThan(
      19_500,
    );
  });
});
