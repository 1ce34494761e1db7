/** A request line's path and its query, decoded. */
export interface Address {
  readonly path: string;
  /** The last value of each name. */
  readonly query: ReadonlyMap<string, string>;
}

/** Takes the target of a request line apart; undefined where its percent signs are no UTF-8 (`/search?q=%E0%A4%A`). */
export function parseAddress(target: string): Address | undefined {
  const mark = target.indexOf("?");
  const query = new Map<string, string>();
  try {
    for (const pair of mark < 0 ? [] : target.slice(mark + 1).split("&")) {
      const equals = pair.indexOf("=");
      if (pair === "") continue;
      if (equals < 0) query.set(decode(pair), "");
      else query.set(decode(pair.slice(0, equals)), decode(pair.slice(equals + 1)));
    }
    return { path: decodeURIComponent(mark < 0 ? target : target.slice(0, mark)), query };
  } catch {
    return undefined;
  }
}

/** @throws URIError */
const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
