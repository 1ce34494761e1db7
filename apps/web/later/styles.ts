const failed = new Set<string>();

/**
 * Takes style sheets that could not be had off the page, from now on, and keeps their addresses: what loads code asks for each
 * once only, so that code asked for again would come without its looks.
 */
export function watchStyles(page: Document): void {
  page.addEventListener(
    "error",
    ({ target }) => {
      if (!(target instanceof HTMLLinkElement) || target.rel !== "stylesheet") return;
      target.remove();
      failed.add(target.href);
    },
    // Such an error does not bubble.
    { capture: true },
  );
}

/** Has the style sheets that failed before. Rejects with a `MissingStyle` where one fails again. */
export async function failedStyles(): Promise<void> {
  await Promise.all([...failed].map(addStyle));
}

/** A style sheet could not be had; its address ends the message. */
export class MissingStyle extends Error {
  constructor(href: string) {
    super(`A style sheet cannot be had: ${href}`);
  }
}

function addStyle(href: string): Promise<void> {
  return new Promise((loaded, missing) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.crossOrigin = "";
    link.href = href;
    link.addEventListener("load", () => {
      failed.delete(href);
      loaded();
    });
    link.addEventListener("error", () => missing(new MissingStyle(href)));
    document.head.append(link);
  });
}
