import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { copyText } from "../chrome/copy-text.ts";
import { useServices } from "../data/services.ts";

const SAID_MS = 2_000;

/** An address to send on. */
export function LinkToCopy({ url, label }: { url: string; label: string }) {
  const { clock } = useServices();
  const [copied, setCopied] = useState(false);
  useEffect(() => (copied ? clock.after(SAID_MS, () => setCopied(false)) : undefined), [clock, copied]);
  return (
    <div className="share-link">
      <code>{url}</code>
      <Button
        className="button"
        aria-label={`Copy ${label}`}
        onPress={() => {
          copyText(url);
          setCopied(true);
        }}
      >
        {copied ? <Check size={14} aria-hidden className="text-ok" /> : <Copy size={14} aria-hidden />}
        {copied ? "Copied" : "Copy"}
      </Button>
      <span className="sr-only" role="status">
        {copied ? "Copied" : ""}
      </span>
    </div>
  );
}
