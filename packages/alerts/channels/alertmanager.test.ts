import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { alertOf, channelOf, messageWith, over, plainTools, serve } from "./tools-for-tests.ts";

describe("alertmanager", () => {
  it("is told by its API v2, with names that every version takes, and logs in", async () => {
    const server = await serve((response) => response.end());
    const channel = channelOf({
      kind: "alertmanager",
      url: `${server.url}/am/`,
      user: "mc",
      password: "word",
    });
    await sendBy(channel, messageWith({ alerts: [alertOf(), over] }), plainTools());
    const [got] = server.got;
    expect(got?.path).toBe("/am/api/v2/alerts");
    expect(got?.headers.authorization).toBe(`Basic ${Buffer.from("mc:word").toString("base64")}`);
    expect(JSON.parse(got!.body)).toEqual([
      {
        labels: {
          service: "checkout",
          k8s_pod: "web-1",
          alertname: "Checkout is slow",
          severity: "critical",
        },
        annotations: {
          summary: "checkout is slow",
          description: "p99 is <900 ms> & rising",
          runbook_url: "https://example.org/runbook",
          owner: "shop",
        },
        startsAt: "2026-09-20T11:58:00.000Z",
        endsAt: "2026-10-21T12:00:00.000Z",
        generatorURL: "https://mc.example.org/views/shop?at=1",
      },
      expect.objectContaining({ endsAt: "2026-09-20T11:59:55.000Z" }),
    ]);
  });
});
