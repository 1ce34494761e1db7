import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rawChannelSchema } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ChannelOf } from "./channel.ts";
import { sendBy } from "./send.ts";
import { messageWith, nowMs, plainTools } from "./tools-for-tests.ts";

let dir: string;
let key: string;
let cert: string;
const servers: SMTPServer[] = [];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "mail-certificate-"));
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem"];
  const about = ["-days", "2", "-subj", "/CN=mail", "-addext", "subjectAltName=DNS:mail.example.org"];
  execFileSync("openssl", ["req", "-x509", ...newKey, "-out", "cert.pem", ...about], {
    cwd: dir,
    stdio: "pipe",
  });
  key = readFileSync(join(dir, "key.pem"), "utf8");
  cert = readFileSync(join(dir, "cert.pem"), "utf8");
});
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(done));
});

/** A fault as a mail server answers it. */
const refusing = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });

interface Mail {
  readonly bytes: Buffer;
  readonly to: string[];
  readonly secure: boolean;
  readonly user: unknown;
}

/** A mail server, what it took, and a channel to it. */
async function mailServer(options: SMTPServerOptions & { refuse?: () => Error | undefined } = {}) {
  const { refuse = () => undefined, ...given } = options;
  const taken: Mail[] = [];
  const server = new SMTPServer({
    key,
    cert,
    authOptional: true,
    closeTimeout: 100,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === "mc" && password === "secret word"
        ? done(null, { user: username })
        : done(refusing(535, "authentication failed")),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const fault = refuse();
        if (fault !== undefined) return done(fault);
        taken.push({
          bytes: Buffer.concat(chunks),
          to: session.envelope.rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user,
        });
        return done(null);
      });
    },
    ...given,
  });
  server.on("error", () => {});
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  const channel = (more: Partial<ChannelOf<"smtp">> = {}) =>
    rawChannelSchema.parse({
      slug: "mail",
      name: "Mail",
      kind: "smtp",
      to: ["ops@example.org"],
      from: "mc@example.org",
      host: "mail.example.org",
      port,
      ...more,
    });
  return { taken, channel };
}

const tools = () => plainTools({ ca: cert });
const picture = { png: Buffer.from("89504e470d0a1a0a00", "hex"), width: 2, height: 1 };

describe("an e-mail", () => {
  it("has text, HTML and the picture in it, and the same id each time", async () => {
    const { taken, channel } = await mailServer();
    const message = messageWith({ picture });
    expect(await sendBy(channel(), message, tools())).toMatchObject({
      ok: true,
      words: expect.stringMatching(/^250/),
    });
    await sendBy(channel(), message, tools());
    const [mail, again] = await Promise.all(taken.map(({ bytes }) => PostalMime.parse(bytes)));
    expect(mail).toMatchObject({
      subject: "FIRING: checkout is slow",
      from: { name: "Mission Control", address: "mc@example.org" },
      to: [{ address: "ops@example.org" }],
      messageId: "<0199-7abc@example.org>",
      date: new Date(nowMs - 1_000).toISOString(),
      html: expect.stringContaining("checkout is <b>slow</b>"),
      text: expect.stringContaining("https://mc.example.org/views/shop?at=1"),
    });
    expect(again?.messageId).toBe(mail?.messageId);
    expect(mail?.attachments).toMatchObject([
      { mimeType: "image/png", contentId: "<lane>", disposition: "inline", related: true },
    ]);
    expect(Buffer.from(mail!.attachments[0]!.content as ArrayBuffer)).toEqual(picture.png);
    expect(mail?.headers.find(({ key: name }) => name === "auto-submitted")?.value).toBe("auto-generated");
  });

  it("goes by STARTTLS, by TLS from the start, or in the clear, as the channel says, with its login", async () => {
    const login = { user: "mc", password: "secret word" };
    const [starttls, tls] = [await mailServer(), await mailServer({ secure: true })];
    const none = await mailServer({ hideSTARTTLS: true, allowInsecureAuth: true });
    expect(await sendBy(starttls.channel(login), messageWith(), tools())).toMatchObject({ ok: true });
    expect(await sendBy(tls.channel({ ...login, security: "tls" }), messageWith(), tools())).toMatchObject({
      ok: true,
    });
    expect(await sendBy(none.channel({ ...login, security: "none" }), messageWith(), tools())).toMatchObject({
      ok: true,
    });
    expect([starttls, tls, none].map(({ taken }) => [taken[0]?.secure, taken[0]?.user])).toEqual([
      [true, "mc"],
      [true, "mc"],
      [false, "mc"],
    ]);
  });

  it("is not given to a server that offers no TLS where TLS is asked for, nor is the password", async () => {
    let asked = 0;
    const { taken, channel } = await mailServer({
      hideSTARTTLS: true,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        asked++;
        done(null, { user: "x" });
      },
    });
    const sent = await sendBy(channel({ user: "mc", password: "secret word" }), messageWith(), tools());
    expect(sent).toMatchObject({
      ok: false,
      retry: false,
      words: expect.stringContaining("does not offer TLS"),
    });
    expect([asked, taken.length]).toEqual([0, 0]);
  });

  it("is not given to a server whose certificate is another's", async () => {
    const { taken, channel } = await mailServer();
    expect(await sendBy(channel({ host: "other.example.org" }), messageWith(), tools())).toMatchObject({
      ok: false,
      retry: true,
    });
    expect(await sendBy(channel(), messageWith(), plainTools())).toMatchObject({ ok: false, retry: true });
    expect(taken).toEqual([]);
  });

  it("cannot be made to have further headers or receivers", async () => {
    const { taken, channel } = await mailServer();
    const subject = "one\r\nBcc: eve@example.org\r\n\r\nanother body\u0000\u2028two";
    const id = "a\r\nX-Eve: 1\r\n@eve";
    expect(await sendBy(channel(), messageWith({ subject, id }), tools())).toMatchObject({ ok: true });
    const mail = await PostalMime.parse(taken[0]!.bytes);
    expect(mail.subject).toBe("one Bcc: eve@example.org another body two");
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.headers.map(({ key: name }) => name)).not.toContain("x-eve");
    expect(taken[0]?.to).toEqual(["ops@example.org"]);
    expect(mail.messageId).toMatch(/^<[\w.-]+@example\.org>$/);
  });
});

describe("a mail server", () => {
  it("that has no time now is asked again, one that refuses is not", async () => {
    let fault: Error | undefined = refusing(451, "4.7.1 try again later");
    const { taken, channel } = await mailServer({ refuse: () => fault });
    expect(await sendBy(channel(), messageWith(), tools())).toEqual({
      ok: false,
      words: "451 4.7.1 try again later",
      retry: true,
    });
    fault = refusing(550, "5.7.1 we do not\r\nwant it");
    expect(await sendBy(channel(), messageWith(), tools())).toMatchObject({ ok: false, retry: false });
    fault = undefined;
    expect(await sendBy(channel(), messageWith(), tools())).toMatchObject({ ok: true });
    expect(taken.length).toBe(1);
  });

  it("that refuses the login says so, and the password stands in no words", async () => {
    const { channel } = await mailServer({
      onAuth: ({ password }, _session, done) => done(refusing(535, `no such password: ${password ?? ""}`)),
    });
    expect(await sendBy(channel({ user: "mc", password: "wrong word" }), messageWith(), tools())).toEqual({
      ok: false,
      words: "the login was refused: 535 no such password: …",
      retry: false,
    });
  });

  it("that takes a mail for some is asked again for the others only", async () => {
    let isGrey = true;
    const { taken, channel } = await mailServer({
      onRcptTo: ({ address }, _session, done) => {
        if (address === "gone@example.org") return done(refusing(550, "no such mailbox"));
        return done(address === "grey@example.org" && isGrey ? refusing(450, "greylisted") : null);
      },
    });
    const all = channel({ to: ["ops@example.org", "grey@example.org", "gone@example.org"] });
    const ours = tools();
    expect(await sendBy(all, messageWith(), ours)).toMatchObject({
      ok: false,
      retry: true,
      words: expect.stringContaining("greylisted"),
    });
    isGrey = false;
    expect(await sendBy(all, messageWith(), ours)).toMatchObject({
      ok: true,
      words: expect.stringContaining("no such mailbox"),
    });
    expect(taken.map(({ to }) => to)).toEqual([["ops@example.org"], ["grey@example.org"]]);
  });

  it("that took a mail for some and refuses the others for good has taken it", async () => {
    let fault = refusing(450, "greylisted");
    const { taken, channel } = await mailServer({
      onRcptTo: ({ address }, _session, done) => done(address === "grey@example.org" ? fault : null),
    });
    const both = channel({ to: ["ops@example.org", "grey@example.org"] });
    const ours = tools();
    expect(await sendBy(both, messageWith(), ours)).toMatchObject({ ok: false, retry: true });
    fault = refusing(550, "no such mailbox");
    expect(await sendBy(both, messageWith(), ours)).toMatchObject({
      ok: true,
      words: expect.stringContaining("no such mailbox"),
    });
    expect(taken.map(({ to }) => to)).toEqual([["ops@example.org"]]);
  });

  it.each([
    [421, true],
    [554, false],
  ])("that greets with %i may be asked again: %s", async (code, retry) => {
    const { channel } = await mailServer({ onConnect: (_session, done) => done(refusing(code, "not you")) });
    expect(await sendBy(channel(), messageWith(), tools())).toEqual({
      ok: false,
      words: `${code} not you`,
      retry,
    });
  });

  it("that hangs is left after a while, to be asked again", async () => {
    const clock = manualClock(nowMs);
    const { channel } = await mailServer({ onMailFrom: () => clock.advance(45_000) });
    expect(await sendBy(channel(), messageWith(), { ...tools(), clock })).toEqual({
      ok: false,
      words: "it took longer than 45 s",
      retry: true,
    });
  });

  it("that is not there is asked again, one that may not be spoken to is not", async () => {
    const { channel } = await mailServer();
    const failing = (error: Error) => plainTools({ connect: () => Promise.reject(error) });
    expect(await sendBy(channel(), messageWith(), failing(new Error("connection refused")))).toEqual({
      ok: false,
      words: "connection refused",
      retry: true,
    });
    const blocked = Object.assign(new Error("address blocked by policy"), { blocked: true });
    expect(await sendBy(channel(), messageWith(), failing(blocked))).toMatchObject({ retry: false });
  });
});
