import type { Socket } from "node:net";
import { createTransport } from "nodemailer";
import {
  type ChannelOf,
  type ChannelTools,
  type Message,
  pictureId,
  type SendBy,
  type Sent,
} from "./channel.ts";
import { cleanWords, oneLine } from "./words.ts";

/** How long a server may say nothing, and how long a whole message may take. */
const SILENCE_MS = 15_000;
const WHOLE_MS = 45_000;

/** What of nodemailer's errors says what happened. */
interface MailFault {
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly message: string;
  readonly rejectedErrors?: readonly MailFault[];
}

/**
 * Sends an e-mail by a mail server. With `starttls` one that does not offer TLS gets neither password nor message. A receiver
 * who took it is not sent it again where another has to be tried once more.
 */
export const sendBySmtp: SendBy<"smtp"> = async (channel, message, tools) => {
  const { clock, told, connect, faultWords } = tools;
  const to = told.left(message.id, channel.to);
  if (to.length === 0) return { ok: true, words: "taken for everyone" };
  let socket: Socket;
  try {
    socket = await connect(channel.host, channel.port);
  } catch (error) {
    const isBlocked = (error as { blocked?: boolean }).blocked === true;
    return { ok: false, words: faultWords(error), retry: !isBlocked };
  }
  let isLate = false;
  const stopWaiting = clock.after(WHOLE_MS, () => {
    isLate = true;
    socket.destroy();
  });
  try {
    const info = await transportOf(channel, tools, socket).sendMail(mailOf(channel, message, to));
    for (const one of info.accepted) told.add(message.id, String(one));
    return partlyOf(info.response, (info.rejectedErrors ?? []) as readonly MailFault[]);
  } catch (error) {
    if (isLate) return { ok: false, words: `it took longer than ${WHOLE_MS / 1_000} s`, retry: true };
    const sent = refusedOf(error as MailFault, faultWords);
    // Somebody knows by an earlier try, and the others never will by this way: the words say why.
    const isTold = to.length < channel.to.length && !sent.ok && !sent.retry;
    return isTold ? { ok: true, words: `taken, but not for some: ${sent.words}` } : sent;
  } finally {
    stopWaiting();
    socket.destroy();
  }
};

function transportOf(channel: ChannelOf<"smtp">, { ca }: ChannelTools, connection: Socket) {
  const { host, port, security, user, password } = channel;
  return createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    // Ours, to an address that was looked at: nothing is looked up again.
    getSocket: (_options, give) => give(null, { connection }),
    ...(user === "" ? {} : { auth: { user, pass: password ?? "" } }),
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function mailOf(channel: ChannelOf<"smtp">, message: Message, to: readonly string[]) {
  const { picture } = message;
  return {
    from: { name: "Mission Control", address: channel.from },
    to: [...to],
    subject: oneLine(message.subject),
    // The same each time: mail programs then show it once.
    messageId: `<${message.id.replace(/[^\w.-]/g, "_")}@${channel.from.split("@")[1] ?? "localhost"}>`,
    date: new Date(message.createdMs),
    text: message.text,
    html: message.html,
    headers: { "X-Notice-Id": oneLine(message.id), "Auto-Submitted": "auto-generated" },
    attachments:
      picture === undefined
        ? []
        : [
            {
              filename: "lane.png",
              content: Buffer.from(picture.png),
              contentType: "image/png",
              contentDisposition: "inline" as const,
              cid: pictureId,
            },
          ],
  };
}

/** Taken for some at least. Those who were refused for now are tried again, those refused for good are named. */
function partlyOf(response: string, rejected: readonly MailFault[]): Sent {
  const words = cleanWords(response);
  if (rejected.length === 0) return { ok: true, words };
  const refused = cleanWords(rejected.map((fault) => fault.response ?? fault.message).join("; "));
  if (rejected.some(isPassing))
    return { ok: false, words: `taken for some, but not yet: ${refused}`, retry: true };
  return { ok: true, words: `${words}; not taken for some: ${refused}` };
}

function refusedOf(fault: MailFault, faultWords: (error: unknown) => string): Sent {
  const { code = "", response, responseCode, rejectedErrors = [] } = fault;
  const said = cleanWords(response ?? "");
  if (code === "EAUTH")
    return {
      ok: false,
      words: `the login was refused: ${said || cleanWords(fault.message)}`,
      retry: isPassing(fault),
    };
  if (responseCode !== undefined && responseCode >= 400 && code !== "ETLS") {
    const retry = isPassing(fault) || rejectedErrors.some(isPassing);
    return { ok: false, words: said, retry };
  }
  if (code === "ETLS") return tlsRefusedOf(fault, said, faultWords);
  return { ok: false, words: cleanWords(faultWords(fault)), retry: true };
}

/** No TLS where it is asked for: a server that does not offer it will not tomorrow, a certificate may be mended. */
function tlsRefusedOf(fault: MailFault, said: string, faultWords: (error: unknown) => string): Sent {
  if (said !== "" && /^5/.test(said))
    return { ok: false, words: `it does not offer TLS (STARTTLS): ${said}`, retry: false };
  return { ok: false, words: cleanWords(faultWords(fault)), retry: true };
}

const isPassing = ({ responseCode = 0 }: MailFault): boolean => responseCode >= 400 && responseCode < 500;
