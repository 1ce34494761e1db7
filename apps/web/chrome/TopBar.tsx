import type { ReactNode } from "react";
import { SearchButton } from "./SearchButton.tsx";

/** The line on top of a page: what it is, and what can be done with it. */
export function TopBar(props: { title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  const { title, note, children } = props;
  return (
    <header className="top-bar">
      <h1>{title}</h1>
      {note !== undefined && <span className="top-note">{note}</span>}
      <div className="grow" />
      <SearchButton />
      {children}
    </header>
  );
}
