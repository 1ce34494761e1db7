import { type ReactNode, Suspense, useEffect } from "react";

/** What is opened by hand and whose code may take a while: while it is not there that is said, and it can be called off. */
export function Opened({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return <Suspense fallback={<Coming onClose={onClose} />}>{children}</Suspense>;
}

/** Stands for what is opened, once that takes longer than a moment. */
export function Coming({ onClose }: { onClose: () => void }) {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, [onClose]);
  return (
    <div className="overlay top coming" data-testid="coming">
      <div className="modal">
        <p role="status">This opens as soon as the server answers.</p>
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </div>
  );
}
