import type { ReactNode } from "react";

/** The head of a part of a page: what it is, what can be added, and why it could not be asked for. */
export function PartHead(props: {
  id: string;
  title: string;
  about: string;
  error: Error | null;
  onRetry: () => void;
  children: ReactNode;
}) {
  const { id, title, about, error, onRetry, children } = props;
  return (
    <header className="part-head">
      <div>
        <h2 id={id}>{title}</h2>
        <p>{about}</p>
        {error !== null && (
          <p role="alert" className="text-bad">
            {error.message}{" "}
            <button type="button" className="link-button" onClick={onRetry}>
              Try again
            </button>
          </p>
        )}
      </div>
      {children}
    </header>
  );
}
