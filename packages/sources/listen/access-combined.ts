import { type AccessLine, requestOf } from "./access-event.ts";
import { accessTime } from "./log-time.ts";

/**
 * `client ident user [time] "request" status bytes`, then `"referer" "user agent"`, then as nginx's `$request_time` seconds with
 * three decimals, then as `$upstream_response_time` too. The common and the combined format of Apache and nginx.
 */
const line =
  /^(\S{1,255}) (\S{1,255}) (\S{1,255}) \[([^\]]{1,40})\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d{1,15}|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"(?: (\d{1,9}\.\d{3})(?: (\d{1,9}\.\d{3}))?)?)?/;

/** The request of a line of nginx or Apache, or undefined where it is none. It names no service: `where` does. */
export function parseCombined(
  text: string,
  where: { service: string; host: string },
  nowMs: number,
): AccessLine | undefined {
  const found = line.exec(text);
  if (found === null) return undefined;
  const [, client, , user, time, request, status, bytes, referer, agent, seconds, upstream] = found;
  return {
    ...where,
    timeMs: accessTime(time!, nowMs),
    ...requestOf(request!),
    status: Number(status),
    attributes: [
      ["bytes", bytes === "-" ? 0 : Number(bytes)],
      ["durationMs", milliseconds(seconds)],
      ["responseMs", milliseconds(upstream)],
      ["client", client],
      ["user", said(user)],
      ["referer", said(referer)],
      ["user_agent", said(agent)],
    ],
  };
}

const said = (field: string | undefined) => (field === "-" ? undefined : field);
const milliseconds = (seconds: string | undefined) =>
  seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
