// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how variables are written
import { describe, expect, test } from "vitest";
import { checkView } from "./check-view.ts";

const service = { name: "service", source: { kind: "label", label: "service" } };
const spell = { name: "spell", source: { kind: "list", values: ["5m", "1h"] } };
const check = (expr: string, variables: unknown[] = [service, spell]) => {
  const lanes = [{ id: "a", title: "Lane", expr }];
  const given = { name: "V", variables, sections: [{ id: "s", title: "S", lanes }] };
  const checked = checkView(given, "v");
  return checked.ok ? [] : checked.faults.map(({ path, message }) => [path, message]);
};

describe("a view that is kept", () => {
  test.each([
    'up{service=~"$service"}',
    'up{service="${service:regex}"}',
    'rate(hits_total{service=~"$service"}[$spell])',
    "rate(hits_total[$__rate_interval] offset ${spell})",
    "sum by ($service) (up)",
    'label_replace(up, "a", "$other", "b", "(?P<other>.*)")',
    String.raw`up{path="/\x24id"}`,
  ])("may name its variables: %s", (expr) => expect(check(expr)).toEqual([]));

  test("is refused where it names others, with the one that was meant", () => {
    expect(check('up{service=~"$servce"}')).toEqual([
      [
        "sections.0.lanes.0.expr",
        'lane "Lane" of section "S", column 14: the view has no variable $servce; is $service meant?',
      ],
    ]);
    expect(check('up{path="/$id"}', [])[0]![1]).toMatch(/no variable \$id; a dollar sign itself is written/);
    expect(check('up{service=~"${service:csv}"}')[0]![1]).toMatch(/write \$\{service\}$/);
  });

  test("is told the column of the text that was written", () => {
    expect(check("rate(x[$spell]) + + +")[0]![1]).toMatch(/1:2[12]/);
  });

  test("has variables that can be filled", () => {
    const of = (match: string, name = "host") => ({ name, source: { kind: "label", label: name, match } });
    expect(check("up", [service, of('up{service=~"$service"}')])).toEqual([]);
    expect(check("up", [of("rate(up[5m])")])).toEqual([
      ["variables.0.source.match", 'variable "host": take a selector of series, as up{job="api"}'],
    ]);
    expect(check("up", [of('up{host="$host"}')])[0]![1]).toMatch(/no variable \$host/);
    expect(check("up", [service, service])).toEqual([
      ["variables.1.name", 'another variable is called "service"'],
    ]);
  });
});
