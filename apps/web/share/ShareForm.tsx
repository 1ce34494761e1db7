import type { MadeShare, View } from "@mission-control/contracts";
import { Link2 } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "react-aria-components";
import { useServices } from "../data/services.ts";
import { spanOf } from "../data/span.ts";
import type { WallSearch } from "../data/url-state.ts";
import { minuteText } from "../format/time.ts";
import { LinkToCopy } from "./LinkToCopy.tsx";
import { lives } from "./lives.ts";
import { shownOf } from "./shown-search.ts";
import { useShares } from "./use-shares.ts";

/** Makes a link that needs no account. */
export function ShareForm({ view, search }: { view: View; search: WallSearch }) {
  const { make } = useShares();
  const { link } = useServices();
  const ids = useId();
  const [life, setLife] = useState("7d");
  const [onlyNow, setOnlyNow] = useState(true);
  const [made, setMade] = useState<MadeShare>();
  const [fault, setFault] = useState<string>();
  const { endMs } = spanOf(search);
  const submit = async () => {
    const lifeMs = lives.find(({ id }) => id === life)!.ms;
    const outcome = await make({
      kind: "share",
      title: "",
      view: shownOf(view, search, onlyNow),
      lifeMs,
    });
    setFault(outcome.ok ? undefined : outcome.failure.message);
    if (outcome.ok) setMade(outcome.value);
  };
  return (
    <>
      <p>
        For people without an account. Whoever has the link can look at this view and nothing else, and cannot
        change it. It is told once, here; you can revoke it at any time.
      </p>
      <label className="share-field" htmlFor={`${ids}-life`}>
        It holds for
        <select id={`${ids}-life`} value={life} onChange={(event) => setLife(event.target.value)}>
          {lives.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {endMs !== undefined && (
        <label className="share-check">
          <input type="checkbox" checked={onlyNow} onChange={(event) => setOnlyNow(event.target.checked)} />
          Only the time that is shown now, up to {minuteText(endMs, link.nowMs())}
        </label>
      )}
      {fault !== undefined && (
        <p role="alert" className="text-bad">
          {fault}
        </p>
      )}
      <Button className="button" onPress={() => void submit()}>
        <Link2 size={14} aria-hidden /> Make a share link
      </Button>
      {made !== undefined && (
        <>
          <LinkToCopy url={location.origin + made.path} label="the share link" />
          <p className="share-note">
            Copy it now: only its fingerprint is kept. It ends {minuteText(made.expiresMs ?? 0, link.nowMs())}
            .
          </p>
        </>
      )}
    </>
  );
}
