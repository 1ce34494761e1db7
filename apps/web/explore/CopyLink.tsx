import { Check, Link2 } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "../chrome/copy-text.ts";
import { useServices } from "../data/services.ts";

const SAID_MS = 1_500;

/** Copies the address, which carries all that is explored. */
export function CopyLink() {
  const { clock } = useServices();
  const [copied, setCopied] = useState(false);
  useEffect(() => (copied ? clock.after(SAID_MS, () => setCopied(false)) : undefined), [clock, copied]);
  return (
    <button
      type="button"
      className="pill"
      title="A link to exactly this"
      onClick={() => {
        copyText(location.href);
        setCopied(true);
      }}
    >
      {copied ? <Check size={15} aria-hidden className="text-ok" /> : <Link2 size={15} aria-hidden />}
      <b role="status">{copied ? "Copied" : "Copy link"}</b>
    </button>
  );
}
