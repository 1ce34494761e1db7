import { rawEventSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventOfLog } from "./log-event.ts";

describe("the event of a logged line", () => {
  it("has the message as title, the level as severity and the rest as attributes", () => {
    const err = { type: "TypeError", message: "x is no function", stack: "TypeError: x\n  at y" };
    expect(
      eventOfLog({
        level: 50,
        time: 5,
        pid: 1,
        hostname: "web-1",
        msg: "failed",
        err,
        route: { path: "/" },
        n: 3,
      }),
    ).toEqual({
      type: "log",
      severity: "error",
      time: 5,
      host: "web-1",
      title: "failed",
      attributes: {
        "err.type": "TypeError",
        "err.message": "x is no function",
        "err.stack": "TypeError: x\n  at y",
        route: '{"path":"/"}',
        n: 3,
      },
    });
  });

  it.each([
    [10, "info"],
    [30, "info"],
    [40, "warning"],
    [50, "error"],
    [60, "critical"],
    ["loud", "info"],
  ])("of level %s is %s", (level, severity) => {
    expect(eventOfLog({ level }).severity).toBe(severity);
  });

  it("is one that the server takes, whatever was logged", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 300 }), fc.jsonValue(), { maxKeys: 100 }), (line) => {
        const sent: unknown = JSON.parse(JSON.stringify(eventOfLog(line)));
        expect(rawEventSchema.safeParse(sent).error).toBeUndefined();
      }),
    );
  });
});
