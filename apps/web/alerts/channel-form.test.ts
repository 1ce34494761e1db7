import { type Channel, channelSecrets, type RawChannel, rawChannelSchema } from "@mission-control/contracts";
import { describe, expect, test } from "vitest";
import { bodyOfChannel, draftOfChannel, newChannel } from "./channel-form.ts";
import { channelKindNames, channelKinds } from "./channel-kinds.ts";

const about = { slug: "ops", name: "Ops", enabled: false, fallback: "mail" };
const mail = { to: ["a@example.org", "b@example.org"], from: "alerts@example.org" };
const raws: readonly RawChannel[] = [
  { ...about, ...mail, kind: "smtp", host: "mx", port: 25, security: "none", user: "u", password: "p" },
  { ...about, ...mail, kind: "mandrill", key: "k", url: "https://m.example/" },
  {
    ...about,
    kind: "vonage",
    to: ["4912345678"],
    from: "Ops",
    key: "k",
    secret: "s",
    url: "https://v.example/",
  },
  { ...about, kind: "webhook", url: "https://w.example/x", secret: "s", oldSecret: "o" },
  { ...about, kind: "slack", url: "https://s.example/x" },
  { ...about, kind: "pagerduty", key: "k", url: "https://p.example/" },
  { ...about, kind: "alertmanager", url: "http://am:9093", user: "u", password: "p" },
  { ...about, kind: "browser" },
];

/** A channel as the server tells it: without its secrets. */
function toldOf(raw: RawChannel): Channel {
  const secrets: readonly string[] = channelSecrets[raw.kind];
  const open = Object.entries(raw).filter(([name]) => !secrets.includes(name));
  const health = { state: "ok" as const, words: "", lastMs: 1, waiting: 0 };
  return { ...Object.fromEntries(open), secrets: [...secrets], leadsTo: "", health } as unknown as Channel;
}

describe("the form of a channel", () => {
  test("has a field for all that a kind knows, and a secret one for each secret", () => {
    expect(raws.map(({ kind }) => kind).sort()).toEqual([...channelKindNames].sort());
    for (const raw of raws) {
      const own = Object.keys(raw).filter((name) => !(name in about) && name !== "kind");
      const { fields } = channelKinds[raw.kind];
      expect(fields.map(({ name }) => name).sort()).toEqual(own.sort());
      const secret = fields.filter(({ as }) => as === "secret").map(({ name }) => name);
      expect(secret.sort()).toEqual([...channelSecrets[raw.kind]].sort());
    }
  });

  test("gives a channel back as it was; secrets are left as they are kept until they are typed", () => {
    for (const raw of raws) {
      const told = toldOf(raw);
      const { secrets, leadsTo: _, health: __, ...open } = told;
      const draft = draftOfChannel(told);
      expect(bodyOfChannel(draft)).toEqual(open);
      const typed = Object.fromEntries(
        secrets.map((name) => [name, raw[name as keyof RawChannel] as string]),
      );
      const body = bodyOfChannel({ ...draft, fields: { ...draft.fields, ...typed } });
      expect(rawChannelSchema.parse(body)).toEqual(raw);
    }
  });

  test("begins with what the server would take, and keeps what was typed from one kind to another", () => {
    const typed = { ...newChannel("smtp"), name: "Nights, by e-mail" };
    const mandrill = newChannel("mandrill", { ...typed, fields: { ...typed.fields, to: "a@b.org" } });
    expect(mandrill).toMatchObject({ name: "Nights, by e-mail", fields: { to: "a@b.org", key: "" } });
    expect(bodyOfChannel(mandrill)).toMatchObject({
      slug: "nights-by-e-mail",
      url: "https://mandrillapp.com/api/1.0/messages/send.json",
    });
    expect(newChannel("pagerduty", mandrill).fields.url).toBe("https://events.pagerduty.com/v2/enqueue");
  });
});
