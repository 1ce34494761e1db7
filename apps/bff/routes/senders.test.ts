import { manualClock } from "@mission-control/series";
import { Hono } from "hono";
import { pino } from "pino";
import { expect, it } from "vitest";
import { createSenders } from "../alerts/senders.ts";
import { problemHandler } from "../edge/problems.ts";
import { senderRoutes } from "./senders.ts";

it("tells who sends, the longest silent in front, and forgets one that will not come back", async () => {
  const clock = manualClock(1_790_000_000_000);
  const senders = createSenders({ clock, forgetAfterMs: 86_400_000 });
  const app = new Hono();
  app.onError(problemHandler(pino({ level: "silent" })));
  app.route("/", senderRoutes({ senders }));
  for (const instance of ["old & gone", "new"]) {
    senders.happened("api", instance, true);
    clock.advance(5_000);
  }
  const list = async () => (await app.request("/")).json();
  expect(await list()).toEqual({
    senders: [
      { service: "api", instance: "old & gone", silentMs: 10_000 },
      { service: "api", instance: "new", silentMs: 5_000 },
    ],
  });
  const forget = () => app.request("/?service=api&instance=old+%26+gone", { method: "DELETE" });
  expect([(await forget()).status, (await forget()).status]).toEqual([204, 404]);
  expect(await list()).toMatchObject({ senders: [{ instance: "new" }] });
  expect((await app.request("/", { method: "POST" })).status).toBe(405);
});
