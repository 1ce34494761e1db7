import type { Alert, NoticeContext } from "@mission-control/contracts";
import { pictureId } from "../channels/channel.ts";
import { cut, valueWords } from "../template.ts";
import type { Told } from "./message.ts";
import {
  addressOf,
  headline,
  labelWords,
  momentWords,
  oneLine,
  plain,
  reasonWords,
  runbookOf,
  sinceOf,
  standOf,
} from "./words.ts";

const ALERTS_SHOWN = 20;
const DESCRIPTION_LENGTH = 2_000;
/** How wide what a mail shows is, in its own pixels. */
const WIDTH = 600;
const INSET = 28;

const FONT = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

/** Mail programs differ in what they keep: what is light stands inline, what is dark is told to those who ask. */
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
  a { text-decoration: none; }
  .num { font-variant-numeric: tabular-nums; }
  @media (prefers-color-scheme: dark) {
    .page { background: #0a0d13 !important; }
    .card { background: #10141c !important; border-color: #1d2430 !important; }
    .text { color: #e8ecf3 !important; }
    .muted { color: #8b95a7 !important; }
    .rule { border-color: #1d2430 !important; }
    .link { color: #6aa5ff !important; }
    .bright { filter: brightness(1.35) saturate(0.9); }
    .plain { background: #161b25 !important; border-color: #2a3344 !important; color: #e8ecf3 !important; }
  }
  @media (max-width: 620px) {
    .inset { padding-left: 18px !important; padding-right: 18px !important; }
    .value { font-size: 30px !important; line-height: 36px !important; }
  }`;

/** The document of a mail. All that comes from elsewhere is escaped where it is put in. */
export function htmlOf({ notice, context, address }: Told, subject: string): string {
  const { alerts, more, reason } = notice;
  const [lead, ...others] = alerts;
  const colour = colourOf(lead, reason);
  const rows = [
    lead === undefined ? "" : leadRows(lead, reasonWords(reason, lead), colour),
    context.picture === undefined ? "" : pictureRow(context.picture, lead),
    lead === undefined ? "" : buttonRow(lead, colour),
    contextRows(context, address),
    others.length + more === 0 ? "" : otherRows(others, more),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title><style>${STYLE}</style></head>
<body class="page" style="margin:0;background:#f3f5f8">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(previewOf(lead))}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f5f8"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="${WIDTH}" cellpadding="0" cellspacing="0" style="width:100%;max-width:${WIDTH}px;background:#ffffff;border:1px solid #dfe4ec;border-radius:8px;font-family:${FONT}">
<tr><td style="height:4px;line-height:4px;font-size:0;background:${colour};border-radius:8px 8px 0 0">&nbsp;</td></tr>
${rows.join("\n")}
<tr><td class="inset rule" style="padding:16px ${INSET}px 20px;border-top:1px solid #e8ecf1">
<p class="muted" style="margin:0;font-size:12px;line-height:18px;color:#5b6574">Sent by <a class="link" href="${attribute(addressOf(address, "/alerts"))}" style="color:#1f5fbf">Mission Control</a> on ${escapeHtml(momentWords(notice.createdMs))}. Notice ${escapeHtml(notice.id)}.</p></td></tr>
</table></td></tr></table></body></html>`;
}

function leadRows(lead: Alert, words: string, colour: string): string {
  const over = lead.state === "normal";
  const value = lead.value === null || over ? "" : valueWords(lead.value, lead.unit);
  const title = oneLine(lead.title === "" ? lead.ruleName : lead.title);
  const facts: [string, string][] = [
    ["Since", momentWords(sinceOf(lead))],
    ["Severity", lead.severity],
    ["Rule", lead.ruleName === lead.title ? "" : oneLine(lead.ruleName)],
    ["Owner", oneLine(lead.owner)],
    ["Labels", labelWords(lead.labels)],
  ];
  const fact = ([name, said]: [string, string]) => `<tr>
<td class="muted" valign="top" style="padding:3px 16px 3px 0;font-size:13px;line-height:19px;color:#5b6574;white-space:nowrap">${name}</td>
<td class="text num" valign="top" style="padding:3px 0;font-size:13px;line-height:19px;color:#10141c;word-break:break-word">${escapeHtml(said)}</td></tr>`;
  const described = cut(plain(lead.error ?? lead.description), DESCRIPTION_LENGTH);
  return `<tr><td class="inset" style="padding:22px ${INSET}px 0">
<p class="bright" style="margin:0;font-size:12px;line-height:18px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:${colour}">${escapeHtml(words)}</p>
<h1 class="text" style="margin:4px 0 0;font-size:20px;line-height:27px;font-weight:600;color:#10141c;word-break:break-word">${escapeHtml(title)}</h1>
${value === "" ? "" : `<p class="text value num" style="margin:10px 0 0;font-size:36px;line-height:42px;font-weight:600;letter-spacing:-.01em;color:#10141c">${escapeHtml(value)}</p>`}
${described === "" ? "" : `<p class="text" style="margin:10px 0 0;font-size:14px;line-height:21px;color:#2b3340;word-break:break-word">${escapeHtml(described).replaceAll("\n", "<br>")}</p>`}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:14px 0 0">${facts
    .filter(([, said]) => said !== "")
    .map(fact)
    .join("")}</table></td></tr>`;
}

function pictureRow(picture: NonNullable<NoticeContext["picture"]>, lead: Alert | undefined): string {
  const width = WIDTH - 2 * INSET;
  const alt = lead === undefined ? "The value before" : `${headline(lead)}; how it went before`;
  return `<tr><td class="inset" style="padding:20px ${INSET}px 0">
<img src="cid:${pictureId}" width="${width}" alt="${attribute(alt)}" style="display:block;width:100%;max-width:${width}px;height:auto;border:0;border-radius:4px" data-size="${picture.width}x${picture.height}">
<p class="muted" style="margin:6px 0 0;font-size:12px;line-height:17px;color:#5b6574">The hour before; the newest is at the right.</p></td></tr>`;
}

function buttonRow(lead: Alert, colour: string): string {
  const runbook = runbookOf(lead);
  const button = (href: string, words: string, style: string, name = "") =>
    `<td style="padding:0 10px 0 0"><a class="${name}" href="${attribute(href)}" style="display:inline-block;padding:9px 16px;border-radius:6px;font-size:14px;line-height:20px;font-weight:600;${style}">${words}</a></td>`;
  const look = button(
    lead.link,
    "Look at it",
    `background:${colour};border:1px solid ${colour};color:#ffffff`,
  );
  const other = "background:#ffffff;border:1px solid #cfd6e1;color:#10141c";
  const book = runbook === undefined ? "" : button(runbook, "What to do", other, "plain");
  return `<tr><td class="inset" style="padding:22px ${INSET}px 24px"><table role="presentation" cellpadding="0" cellspacing="0"><tr>${look}${book}</tr></table></td></tr>`;
}

function contextRows({ lastDeploy, changed }: NoticeContext, address: string): string {
  const parts: string[] = [];
  if (lastDeploy !== undefined)
    parts.push(
      section(
        "Last deploy",
        `<p class="text num" style="margin:0;font-size:14px;line-height:21px;color:#10141c;word-break:break-word"><a class="link" href="${attribute(addressOf(address, lastDeploy.link))}" style="color:#1f5fbf">${escapeHtml(oneLine(lastDeploy.words))}</a>, ${escapeHtml(momentWords(lastDeploy.timeMs))}</p>`,
      ),
    );
  if (changed.length > 0) {
    const row = ({ name, words }: { name: string; words: string }) => `<tr>
<td class="text" style="padding:3px 16px 3px 0;font-family:${MONO};font-size:12px;line-height:18px;color:#10141c;word-break:break-all">${escapeHtml(oneLine(name))}</td>
<td class="text num" align="right" style="padding:3px 0;font-size:13px;line-height:18px;font-weight:600;color:#10141c;white-space:nowrap">${escapeHtml(oneLine(words))}</td></tr>`;
    parts.push(
      section(
        "What changed most",
        `<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${changed.map(row).join("")}</table>`,
      ),
    );
  }
  return parts.join("\n");
}

function otherRows(others: readonly Alert[], more: number): string {
  const row = (alert: Alert) => `<tr>
<td class="bright" width="76" style="padding:5px 12px 5px 0;font-size:12px;line-height:18px;font-weight:600;color:${colourOf(alert)};white-space:nowrap" valign="top">${escapeHtml(standOf(alert))}</td>
<td valign="top" style="padding:5px 0;font-size:13px;line-height:18px;word-break:break-word"><a class="link num" href="${attribute(alert.link)}" style="color:#1f5fbf">${escapeHtml(headline(alert))}</a><br><span class="muted" style="font-size:12px;color:#5b6574">${escapeHtml(labelWords(alert.labels))}</span></td></tr>`;
  const counted = others.length - Math.min(others.length, ALERTS_SHOWN) + more;
  const rest =
    counted === 0
      ? ""
      : `<p class="muted" style="margin:8px 0 0;font-size:13px;line-height:19px;color:#5b6574">… and ${counted} more.</p>`;
  const rows = others.slice(0, ALERTS_SHOWN).map(row).join("");
  return section(
    `With it (${others.length + more})`,
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${rows}</table>${rest}`,
  );
}

const section = (
  title: string,
  inner: string,
) => `<tr><td class="inset rule" style="padding:16px ${INSET}px 18px;border-top:1px solid #e8ecf1">
<p class="muted" style="margin:0 0 6px;font-size:12px;line-height:18px;font-weight:600;color:#5b6574">${title}</p>${inner}</td></tr>`;

/** State and badness, as a colour on which white text reads and that reads on white and on near black. */
function colourOf(alert: Alert | undefined, reason?: string): string {
  if (alert === undefined || reason === "test") return "#2f6fd0";
  if (alert.state === "normal") return "#1a8457";
  if (alert.state === "no-data" || alert.state === "error") return "#7a5cc7";
  if (alert.severity === "info") return "#2f6fd0";
  return alert.severity === "warning" ? "#a86a08" : "#d03f3f";
}

const previewOf = (lead: Alert | undefined) => (lead === undefined ? "" : labelWords(lead.labels));

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for between tags, and within quoted attributes. */
const escapeHtml = (text: string): string => plain(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
const attribute = (text: string): string => escapeHtml(oneLine(text, 4_096));
