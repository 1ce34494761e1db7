import { Check, Link } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { copied, copyText } from "../chrome/copy-text.ts";

/** A view was saved: its link is on the clipboard where the browser allows it, and stands here in any case. */
export function Saved({ slug, version, onDone }: { slug: string; version: number; onDone: () => void }) {
  const address = `${location.origin}/views/${slug}`;
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    void copied(address).then(setCopied);
  }, [address]);
  return (
    <>
      <p role="status">
        {version === 1 ? "It is kept" : `It is kept, as version ${version}`}. Whoever has the link sees it
        {isCopied ? ", and you have it on the clipboard:" : ":"}
      </p>
      <code>{address}</code>
      <footer>
        <Button className="button" onPress={onDone} autoFocus>
          <Check size={14} aria-hidden /> Done
        </Button>
        <Button className="button" onPress={() => copyText(address)}>
          {isCopied ? <Check size={14} aria-hidden className="text-ok" /> : <Link size={14} aria-hidden />}
          {isCopied ? "Link copied" : "Copy link"}
        </Button>
      </footer>
    </>
  );
}
