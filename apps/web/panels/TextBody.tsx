import Markdown from "markdown-to-jsx/react";
import type { ReactNode } from "react";
import { Scroller } from "./Scroller.tsx";

/** Markdown as a person wrote it. Tags in it are text, pictures are not fetched, and only web addresses are links. */
export function TextBody({ text }: { text: string }) {
  return (
    <Scroller className="panel-text" label="Text">
      <Markdown options={options}>{text}</Markdown>
    </Scroller>
  );
}

function Link({ href, children }: { href?: string; children?: ReactNode }) {
  if (!isWebAddress(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

const Picture = ({ src, alt }: { src?: string; alt?: string }) => <Link href={src ?? ""}>{alt || src}</Link>;

/** Done or not. */
const Box = ({ checked }: { checked?: boolean }) => (
  <span role="img" aria-label={checked ? "done" : "not done"}>
    {checked ? "☑" : "☐"}
  </span>
);

const isWebAddress = (href: string | undefined): boolean => /^https?:\/\//i.test(href ?? "");

// Below the panel's own heading, and without ids, which two texts could share.
const First = ({ children }: { children?: ReactNode }) => <h4>{children}</h4>;
const Second = ({ children }: { children?: ReactNode }) => <h5>{children}</h5>;
const Third = ({ children }: { children?: ReactNode }) => <h6>{children}</h6>;

const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  overrides: {
    a: Link,
    img: Picture,
    input: Box,
    h1: First,
    h2: Second,
    h3: Third,
    h4: Third,
    h5: Third,
    h6: Third,
  },
};
