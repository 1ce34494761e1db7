import { limits } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillTemplate, type TemplateValues, valueWords } from "./template.ts";

const values: TemplateValues = {
  name: "api latency",
  value: 0.412,
  unit: "seconds",
  severity: "error",
  owner: "platform",
  labels: { service: "api", "http.route": "/pay" },
};

describe("a template", () => {
  it("has the value as people read it, the rule's name and labels filled in", () => {
    expect(fillTemplate("{{name}} of {{ service }} on {{http.route}}: {{value}}, {{owner}}", values)).toBe(
      "api latency of api on /pay: 412 ms, platform",
    );
  });

  it("may be written as Prometheus writes them", () => {
    expect(fillTemplate("{{ $labels.service }} is {{ $value }}", values)).toBe("api is 412 ms");
  });

  it("keeps what it does not know, and what wants to be more than a name", () => {
    for (const text of [
      "{{nobody}}",
      "{{ $labels.nobody }}",
      "{{ $value | humanize }}",
      "{{constructor}}",
      "{{ $labels.__proto__ }}",
      "{{value",
      "{ {value} }",
    ])
      expect(fillTemplate(text, values)).toBe(text);
  });

  it("does not read again what it filled in", () => {
    const labels = { service: "{{name}}{{value}}" };
    expect(fillTemplate("{{service}}", { ...values, labels })).toBe("{{name}}{{value}}");
  });

  it("gives bounded text of whatever length its parts are", () => {
    const long = "x".repeat(100_000);
    fc.assert(
      fc.property(fc.string(), fc.nat(2_000), (text, count) => {
        const filled = fillTemplate(text + "{{service}}".repeat(count), {
          ...values,
          labels: { service: long },
        });
        expect(filled.length).toBeLessThanOrEqual(limits.textLength);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a value in words", () => {
  it("says so where there is none, and takes what is no unit for none", () => {
    expect(valueWords(null, "seconds")).toBe("no value");
    expect(valueWords(1_234, "apples")).toBe("1.23 k");
  });
});
