import { labelsOf } from "@mission-control/series";
import fc from "fast-check";
import { expect, it } from "vitest";
import { packResult, unpackResult } from "./packed.ts";

const results = fc.nat(5).chain((steps) => {
  const column = fc.array(fc.double(), { minLength: steps, maxLength: steps });
  const flags = fc.array(fc.nat(1), { minLength: steps, maxLength: steps });
  return fc.record({
    timesMs: fc.constant(Float64Array.from({ length: steps }, (_, i) => i)),
    series: fc.array(
      fc.record({
        labels: fc.string().map((name) => labelsOf([["name", name]])),
        values: column.map((values) => Float64Array.from(values)),
        present: flags.map((present) => Uint8Array.from(present)),
      }),
      { maxLength: 4 },
    ),
    warnings: fc.array(fc.string()),
    infos: fc.array(fc.string()),
  });
});

it("a result that was packed and unpacked is the same", () => {
  fc.assert(
    fc.property(results, (result) => {
      expect(unpackResult(packResult(result))).toEqual(result);
    }),
  );
});
