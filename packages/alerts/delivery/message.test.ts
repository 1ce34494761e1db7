import type { Alert, NoticeContext } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageOf, type Told } from "./message.ts";

const nowMs = Date.UTC(2026, 10, 21, 17, 2, 10);
const none: NoticeContext = { picture: undefined, lastDeploy: undefined, changed: [] };

function alertOf(more: Partial<Alert> = {}): Alert {
  return {
    id: "a1",
    rule: "latency",
    ruleName: "api latency p90",
    labels: { service: "api", route: "/pay" },
    state: "firing",
    sinceMs: nowMs,
    firingMs: nowMs,
    value: 0.412,
    unit: "seconds",
    severity: "error",
    title: "api latency p90",
    description: "",
    owner: "",
    runbook: "",
    link: "/explore?expr=x",
    error: null,
    acknowledged: null,
    quiet: [],
    ...more,
  };
}

function written(more: Partial<Told["notice"]> = {}, context: Partial<NoticeContext> = {}) {
  const notice = { id: "n1", reason: "firing" as const, createdMs: nowMs, alerts: [alertOf()], more: 0 };
  return messageOf({
    notice: { ...notice, ...more },
    context: { ...none, ...context },
    address: "https://mission.example/base/",
  });
}

describe("a subject", () => {
  it("says how it stands, what is how large, where, and how many more there are", () => {
    expect(written().subject).toBe("[firing] api latency p90 is 412 ms (api)");
    expect(written({ alerts: [alertOf(), alertOf({ id: "b" })], more: 2 }).subject).toBe(
      "[firing] api latency p90 is 412 ms (api, +3)",
    );
    expect(written({ reason: "repeat" }).subject).toMatch(/^\[still firing] /);
    expect(written({ reason: "escalation" }).subject).toMatch(/^\[firing, not acknowledged] /);
    expect(written({ alerts: [alertOf({ state: "no-data", value: null })] }).subject).toBe(
      "[no data] api latency p90 (api)",
    );
  });

  it("of what is over says no value, and what still fires comes first", () => {
    const over = alertOf({ state: "normal", firingMs: null });
    expect(written({ reason: "resolved", alerts: [over] }).subject).toBe("[resolved] api latency p90 (api)");
    const firing = alertOf({ id: "b", title: "another" });
    expect(written({ reason: "changed", alerts: [over, firing] }).subject).toBe(
      "[firing] another is 412 ms (api, +1)",
    );
  });

  it("does not say a value twice, nor a second verb", () => {
    expect(
      written({ alerts: [alertOf({ title: "The queue is long", value: 30, unit: "count" })] }).subject,
    ).toBe("[firing] The queue is long: 30 (api)");
    expect(written({ alerts: [alertOf({ title: "412 ms is too slow" })] }).subject).toBe(
      "[firing] 412 ms is too slow (api)",
    );
  });
});

describe("a message", () => {
  it("leads to the moment, the runbook and the deploy, below the address that is set", () => {
    const { text, html, short, link, alerts, facts } = written(
      { alerts: [alertOf({ runbook: "https://runbooks.example/latency?a=1&b=2" })] },
      {
        lastDeploy: { words: "api v412 deployed by ada, 4 min before", timeMs: nowMs, link: "/?at=1" },
        changed: [{ name: 'http_requests_total{code="500"}', words: "40x" }],
      },
    );
    expect(link).toBe("https://mission.example/base/explore?expr=x");
    expect(facts).toEqual([
      "Last deploy: api v412 deployed by ada, 4 min before",
      'What changed most: http_requests_total{code="500"} 40x',
    ]);
    expect(alerts[0]?.link).toBe(link);
    expect(short.endsWith(` ${link}`)).toBe(true);
    for (const each of [text, html]) {
      expect(each).toContain("https://mission.example/base/explore?expr=x");
      expect(each).toContain("api v412 deployed by ada, 4 min before");
      expect(each).toContain("40x");
    }
    expect(text).toContain("https://runbooks.example/latency?a=1&b=2");
    expect(html).toContain('href="https://runbooks.example/latency?a=1&amp;b=2"');
    expect(html).toContain("http_requests_total{code=&quot;500&quot;}");
  });

  it("shows a picture only where there is one", () => {
    expect(written().html).not.toContain("cid:");
    const picture = { png: new Uint8Array(1), width: 1_080, height: 112 };
    expect(written({}, { picture }).html).toContain('src="cid:lane"');
  });

  it("leads nowhere else by a link, and to no runbook that is no address of the web", () => {
    for (const link of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "",
    ])
      expect(written({ alerts: [alertOf({ link })] }).link).toBe("https://mission.example/base/");
    const { html, text } = written({ alerts: [alertOf({ runbook: "javascript:alert(1)" })] });
    expect(html + text).not.toContain("javascript:");
  });

  it("is bounded however much it tells", () => {
    const long = "x".repeat(4_096);
    const labels = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`l${i}`, long]));
    const alerts = Array.from({ length: 50 }, (_, i) =>
      alertOf({
        id: String(i),
        title: long,
        description: long,
        labels,
        owner: long,
        runbook: `https://${long}`,
      }),
    );
    const { subject, text, html, short } = written({ alerts, more: 5_000 });
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(short.length).toBeLessThanOrEqual(600);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(html.length).toBeLessThanOrEqual(150_000);
  });
});

/** What people and programs may put into names, labels and values, with what could end a header or a tag. */
const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\r\nBcc: all@example.org",
    "\nSubject: another",
    "\u0085Bcc: x",
    "\u2028Bcc: x",
    "\u001b[31mred\u001b]0;title\u0007",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "\u202egnp.exe",
    "\ud800",
    "</style></title><script>",
  ),
);

const nastyAlert = fc
  .record({
    title: nasty,
    ruleName: nasty,
    description: nasty,
    owner: nasty,
    runbook: nasty,
    link: nasty,
    error: fc.option(nasty),
    labels: fc.dictionary(nasty, nasty, { maxKeys: 5 }),
  })
  .map((more) => alertOf(more));

const told = fc.record({
  alerts: fc.array(nastyAlert, { minLength: 1, maxLength: 3 }),
  name: nasty,
  words: nasty,
});

describe("whatever it is made of", () => {
  it("a subject is one line without control signs", () => {
    fc.assert(
      fc.property(told, ({ alerts, name, words }) => {
        const message = written(
          { alerts },
          { changed: [{ name, words }], lastDeploy: { words, timeMs: nowMs, link: name } },
        );
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
        expect(message.subject).not.toMatch(controls);
        expect(message.short).not.toMatch(controls);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(message.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/);
        for (const text of [message.subject, message.text, message.html, message.short])
          expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  it("HTML has the same tags and attributes as without it", () => {
    const tagsOf = (html: string) => {
      const tags = html.match(/<[^>]*>/g) ?? [];
      return tags.map((tag) => tag.replace(/"[^"]*"/g, '""'));
    };
    fc.assert(
      fc.property(nasty, nasty, (title, value) => {
        const shape = (name: string, text: string) =>
          tagsOf(
            written(
              { alerts: [alertOf({ title: `t${name}`, description: "", labels: { service: `s${text}` } })] },
              { changed: [{ name: `n${name}`, words: `w${text}` }] },
            ).html,
          );
        expect(shape(title, value)).toEqual(shape("", ""));
      }),
    );
  });

  it("no address in HTML leads anywhere but to the web", () => {
    fc.assert(
      fc.property(nastyAlert, (alert) => {
        for (const [, address] of written({ alerts: [alert] }).html.matchAll(/(?:href|src)="([^"]*)"/g))
          expect(address).toMatch(/^(https?:\/\/|cid:lane)/);
      }),
    );
  });
});
