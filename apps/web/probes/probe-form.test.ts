import { type Probe, probeSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { draftOf, faultAt, freeSlug, probeOf } from "./probe-form.ts";

const about = { slug: "shop", name: "Shop", enabled: false, everyMs: 60_000, timeoutMs: 2_000 };
const probes: Probe[] = [
  {
    ...about,
    kind: "http",
    url: "https://example.org/",
    method: "GET",
    statuses: [200, 301],
    contains: "a",
    lacks: "b",
  },
  { ...about, kind: "dns", host: "example.org", record: "MX", resolver: "192.0.2.53", expect: "mail" },
  { ...about, kind: "tcp", host: "example.org", port: 443 },
];

describe("a probe's form", () => {
  it.each(probes)("gives back what it was given: $kind", (probe) => {
    expect(probeOf(draftOf(probe), "shop")).toEqual(probe);
    expect(probeSchema.parse(probeOf(draftOf(probe), "shop"))).toEqual(probe);
  });

  it("sends the fields of its kind alone, and what is no number as it is", () => {
    const draft = { ...draftOf(probes[0]), kind: "tcp" as const, port: "http" };
    expect(probeOf(draft, "shop")).toEqual({ ...about, kind: "tcp", host: "", port: "http" });
    const statuses = probeOf({ ...draftOf(probes[0]), statuses: " 200 ,2xx" }, "shop");
    expect(statuses).toMatchObject({ statuses: [200, "2xx"] });
    expect(faultAt(probeSchema.safeParse(statuses).error!.issues.map(told), "statuses")).toBe(
      "statuses such as 200, 204",
    );
  });

  it("asks a HEAD request for no body", () => {
    expect(probeOf({ ...draftOf(probes[0]), method: "HEAD" }, "shop")).toMatchObject({
      contains: "",
      lacks: "",
    });
  });

  it("finds a name for addresses that is free", () => {
    expect(freeSlug("Shop, EU", [])).toBe("shop-eu");
    expect(freeSlug("Shop, EU", ["shop-eu", "shop-eu-2"])).toBe("shop-eu-3");
    expect(freeSlug("店", [])).toBe("probe");
    expect(freeSlug("Try", [])).toBe("try-2");
    expect(freeSlug("x".repeat(80), ["x".repeat(64)])).toHaveLength(62);
  });
});

const told = ({ path, message }: { path: PropertyKey[]; message: string }) => ({
  path: path.join("."),
  message,
});
