import type { Message } from "@mission-control/alerts/delivery";
import { rawEventSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { eventOfMessage } from "./notice-events.ts";

const message: Message = {
  id: "n1",
  reason: "firing",
  createdMs: 0,
  subject: "[firing] api is slow",
  text: "",
  html: "",
  short: "api is slow: 412 ms",
  alerts: [],
  more: 0,
  link: "https://mc.example.org/alerts?at=5",
};

describe("the event of a message", () => {
  it("says what it says, and leads to a place of the page wherever that is found", () => {
    const event = eventOfMessage(message, "desk");
    expect(event).toMatchObject({
      type: "notice",
      title: "[firing] api is slow",
      attributes: { channel: "desk", notice: "n1", words: "api is slow: 412 ms", link: "/alerts?at=5" },
    });
    expect(rawEventSchema.parse(event).id).toBe(event.id);
  });

  it("is the same however often it is sent, and takes texts of any length", () => {
    expect(eventOfMessage(message, "desk").id).toBe(eventOfMessage({ ...message, text: "again" }, "desk").id);
    const long = { ...message, subject: "x".repeat(9_000), short: "y".repeat(9_000) };
    expect(rawEventSchema.safeParse(eventOfMessage(long, "desk")).success).toBe(true);
  });
});
