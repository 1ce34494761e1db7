import type { RawEvent } from "@mission-control/contracts";

type Value = string | number | boolean;

/** What an access line says of one request, whoever wrote it. What it does not say is undefined. */
export interface AccessLine {
  readonly service: string;
  /** The server that answered. */
  readonly host: string;
  readonly timeMs: number | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly status: number | undefined;
  readonly attributes: Iterable<readonly [string, Value | undefined]>;
}

const PATH_LENGTH = 2_000;
const TITLE_LENGTH = 200;
const VALUE_LENGTH = 1_000;

/** The event of a request. Its severity is left to the catalog. */
export function eventOfAccess(line: AccessLine): RawEvent {
  const { service, host, timeMs, method, path, status } = line;
  const asked = method === undefined ? "Bad request" : `${method} ${path ?? ""}`.slice(0, TITLE_LENGTH);
  const said: (readonly [string, Value | undefined])[] = [
    ["method", method],
    ["path", path?.slice(0, PATH_LENGTH)],
    ["status", status],
    ...line.attributes,
  ];
  const attributes = said.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, cut(value)] as const],
  );
  return {
    type: "request",
    title: status === undefined ? asked : `${asked} ${status}`,
    ...(timeMs === undefined ? {} : { time: Math.floor(timeMs) }),
    ...(service === "" ? {} : { service }),
    ...(host === "" ? {} : { host }),
    attributes: Object.fromEntries(attributes),
  };
}

const cut = (value: Value): Value => (typeof value === "string" ? value.slice(0, VALUE_LENGTH) : value);

/** The method and path of `GET /carts/7?full=1 HTTP/1.1`; both undefined where it is no request. */
export function requestOf(line: string): { method: string | undefined; path: string | undefined } {
  const [, method, path] = /^([A-Z][A-Z_-]{0,30}) (\S+)/.exec(line) ?? [];
  return { method, path };
}
