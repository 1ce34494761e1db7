interface Link {
  readonly type?: string | undefined;
  readonly title?: string | undefined;
  readonly url?: string | undefined;
}

/** How many links become lines of a description. */
const MOST_LINKS = 20;

/** Links to http(s) addresses as lines of text, and in words those that are none. `word` names such a link: "its link". */
export function linesOfLinks(links: readonly Link[], word: string): { lines: string[]; left: string[] } {
  const lines: string[] = [];
  const left: string[] = [];
  for (const { title = "", url = "", type } of links) {
    const name = title.trim().slice(0, 100);
    const isAddress = /^https?:\/\/[^\s$]+$/.test(url) && url.length <= 1_000 && lines.length < MOST_LINKS;
    if (isAddress) lines.push(name === "" ? url : `${name}: ${url}`);
    else left.push(`${word}${name === "" ? "" : ` “${name}”`} is left out: ${whyNot(type, url)}`);
  }
  return { lines, left };
}

function whyNot(type: string | undefined, url: string): string {
  if (type === "dashboards") return "it lists other dashboards";
  return url.includes("$") ? "its address is made of variables" : "it leads to no web address";
}
