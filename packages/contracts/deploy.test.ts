import { describe, expect, test } from "vitest";
import { rawDeploySchema } from "./deploy.ts";

const parse = (more: Record<string, unknown>) => rawDeploySchema.safeParse({ service: "api", ...more });

describe("a posted deploy", () => {
  test("needs only a service, and is then a release that is finished", () => {
    expect(rawDeploySchema.parse({ service: "api" })).toEqual({
      service: "api",
      status: "finished",
      kind: "release",
    });
    expect(rawDeploySchema.safeParse({ version: "v7" }).success).toBe(false);
  });

  test("links only where a browser may safely go", () => {
    expect(parse({ link: "https://git.example/c/1" }).success).toBe(true);
    for (const link of [
      "javascript:alert(1)",
      "data:text/html,x",
      "/c/1",
      "file:///etc/passwd",
      "JaVaScRiPt:x",
    ]) {
      expect(parse({ link }).success).toBe(false);
    }
  });

  test("with a status, a kind or a key we do not know is refused", () => {
    expect(parse({ status: "done" }).error?.issues[0]?.path).toEqual(["status"]);
    expect(parse({ kind: "party" }).error?.issues[0]?.path).toEqual(["kind"]);
    expect(parse({ servcie: "x" }).success).toBe(false);
  });

  test("has its time as events have theirs", () => {
    expect(parse({ time: "2023-11-14T22:13:20Z" }).data?.time).toBe(1_700_000_000_000);
    expect(parse({ time: "yesterday" }).success).toBe(false);
  });
});
