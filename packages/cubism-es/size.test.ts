import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** Bytes after gzip of a page that takes this from the library; d3's modules are its own. */
async function gzipped(exported: string): Promise<number> {
  const bundle = await build({
    stdin: {
      contents: `export ${exported} from "./index.ts";`,
      resolveDir: import.meta.dirname,
      loader: "ts",
    },
    bundle: true,
    minify: true,
    format: "esm",
    external: ["d3-*"],
    write: false,
  });
  return gzipSync(bundle.outputFiles[0]!.contents, { level: 9 }).length;
}

describe("the library", () => {
  it("is under 12 kB for Cubism's vocabulary: context, metrics, horizon, comparison, line, axis, rule, ramps", async () => {
    const metrics = "createMetric, add, subtract, multiply, divide, shift, map, alias";
    const lanes = "createHorizon, createSharedExtent, createComparison, createLine, describeReader";
    const around = "createAxis, axisTicks, formatMoment, createRule, darkRamps, lightRamps";
    const safe = "darkSafeRamps, lightSafeRamps";
    expect(await gzipped(`{ createContext, ${metrics}, ${lanes}, ${around}, ${safe} }`)).toBeLessThan(12_000);
  });

  it("is under 15 kB with everything: moving by hand, keys, feeds, sight, both sides of a worker", async () => {
    expect(await gzipped("*")).toBeLessThan(15_000);
  });
});
