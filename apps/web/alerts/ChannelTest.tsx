import type { ChannelTest as Answer } from "@mission-control/contracts";
import { CircleAlert, CircleCheck, Send } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import { useChange } from "../data/use-change.ts";
import { valueText } from "../format/value.ts";

/** Sends a test by a channel that is kept, or by one that is only typed, and says what the other side answered. */
export function ChannelTest(props: {
  path: string;
  label: string;
  /** The channel, where it is not kept. */
  body?: () => object;
  children?: ReactNode;
}) {
  const { path, label, body, children } = props;
  const change = useChange();
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState<Answer>();
  const test = async () => {
    if (isBusy) return;
    setBusy(true);
    setSaid(undefined);
    const outcome = await change<Answer>("POST", path, body?.());
    setBusy(false);
    setSaid(outcome.ok ? outcome.value : { ok: false, words: outcome.failure.message, tookMs: 0 });
  };
  return (
    <>
      <div className="row-acts">
        <Button className="button small" onPress={() => void test()} aria-label={label}>
          <Send size={13} aria-hidden /> {isBusy ? "Sending…" : "Send a test"}
        </Button>
        {children}
      </div>
      <p role="status" className="channel-test" data-ok={said?.ok}>
        {said !== undefined && (
          <>
            {said.ok ? <CircleCheck size={14} aria-hidden /> : <CircleAlert size={14} aria-hidden />}
            <span>
              {said.ok ? "It arrived" : "It was not taken"}: {said.words}
              {said.tookMs > 0 && ` (${valueText(said.tookMs / 1_000, "seconds")})`}
            </span>
          </>
        )}
      </p>
    </>
  );
}
