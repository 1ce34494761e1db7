import {
  deployKindSchema,
  deployOfEvent,
  deploySchema,
  deployStatusSchema,
  type Event,
  eventSchema,
  type RawEvent,
  rawDeploySchema,
  rawEventSchema,
} from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventOfDeploy } from "./deploys.ts";

/** An event as it is kept, of one that came in. */
const kept = (raw: RawEvent): Event =>
  eventSchema.parse({
    id: raw.id ?? "1",
    timeMs: raw.time ?? 5,
    type: raw.type,
    subType: "",
    title: raw.title ?? "",
    severity: raw.severity ?? "info",
    service: raw.service ?? "",
    host: raw.host ?? "",
    tags: raw.tags ?? [],
    attributes: raw.attributes ?? {},
    fingerprint: "",
  });

const titleOf = (deploy: object) => eventOfDeploy(rawDeploySchema.parse(deploy)).title;

describe("a deploy", () => {
  it("comes back from its event as it was posted", () => {
    const name = fc.stringMatching(/^[a-z0-9.]{1,20}$/);
    const posted = fc.record(
      {
        id: name,
        time: fc.nat(),
        service: name,
        host: name,
        version: name,
        author: name,
        environment: name,
        status: fc.constantFrom(...deployStatusSchema.options),
        kind: fc.constantFrom(...deployKindSchema.options),
        title: name,
        link: fc.webUrl({ validSchemes: ["http", "https"] }),
      },
      { requiredKeys: ["id", "time", "service"] },
    );
    fc.assert(
      fc.property(posted, (given) => {
        const raw = rawDeploySchema.parse(given);
        const event = rawEventSchema.parse(eventOfDeploy(raw));
        const deploy = deploySchema.parse(deployOfEvent(kept(event)));
        const { time, ...rest } = given;
        expect(deploy).toMatchObject({ ...rest, timeMs: time });
        expect(deploy.title).not.toBe("");
      }),
    );
  });

  it("is told in words", () => {
    expect(titleOf({ service: "api", version: "v412" })).toBe("api v412 deployed");
    expect(titleOf({ service: "api", version: "v412", status: "rolled_back" })).toBe("api v412 rolled back");
    expect(titleOf({ service: "api", version: "v412", status: "failed" })).toBe("api v412 deploy failed");
    expect(titleOf({ service: "www", kind: "dns" })).toBe("www DNS changed");
    expect(titleOf({ service: "api", host: "api-4", kind: "provisioning" })).toBe("api-4 provisioned");
    expect(titleOf({ service: "db", kind: "cluster", title: "Two more nodes" })).toBe("Two more nodes");
  });

  it("is as grave as its outcome", () => {
    const severityOf = (status: string) =>
      eventOfDeploy(rawDeploySchema.parse({ service: "api", status })).severity;
    expect(["started", "finished", "rolled_back", "failed"].map(severityOf)).toEqual([
      "info",
      "info",
      "warning",
      "error",
    ]);
  });

  it("is read from any event of its type, with odd parts left out", () => {
    const event = kept({
      type: "deploy",
      service: "api",
      attributes: { status: "exploded", kind: 5, version: 412, author: null, link: "javascript:alert(1)" },
    });
    expect(deployOfEvent(event)).toMatchObject({
      status: "finished",
      kind: "release",
      version: "412",
      author: "",
      link: "",
    });
    expect(deployOfEvent(kept({ type: "error" }))).toBeUndefined();
  });
});
