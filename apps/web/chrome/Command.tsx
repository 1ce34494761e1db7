import { Check, Clipboard } from "lucide-react";
import { useEffect, useState } from "react";
import { useServices } from "../data/services.ts";
import { copyText } from "./copy-text.ts";

const SAID_MS = 1_500;

/** A command to copy. */
export function Command({ text, label }: { text: string; label: string }) {
  const { clock } = useServices();
  const [copied, setCopied] = useState(false);
  useEffect(() => (copied ? clock.after(SAID_MS, () => setCopied(false)) : undefined), [clock, copied]);
  return (
    <div className="command">
      <pre>
        <code>{text}</code>
      </pre>
      <button
        type="button"
        aria-label={`Copy: ${label}`}
        title="Copy"
        onClick={() => {
          copyText(text);
          setCopied(true);
        }}
      >
        {copied ? <Check size={14} aria-hidden className="text-ok" /> : <Clipboard size={14} aria-hidden />}
      </button>
      <span className="sr-only" role="status">
        {copied ? "Copied" : ""}
      </span>
    </div>
  );
}
