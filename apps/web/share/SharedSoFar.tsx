import type { Share } from "@mission-control/contracts";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components";
import { useServices } from "../data/services.ts";
import { countOf } from "../format/text.ts";
import { minuteText } from "../format/time.ts";
import { bytesText } from "./bytes-text.ts";
import { useShares } from "./use-shares.ts";

/** The links that hold, and the snapshots, each with the way to end it. */
export function SharedSoFar() {
  const { shares, snapshots, remove } = useShares();
  const { link } = useServices();
  const [fault, setFault] = useState<string>();
  const end = async (kind: "shares" | "snapshots", id: string) => {
    const outcome = await remove(kind, id);
    setFault(outcome.ok ? undefined : outcome.failure.message);
  };
  const said = (ms: number) => minuteText(ms, link.nowMs());
  const wrong = fault ?? shares.error?.message ?? snapshots.error?.message;
  const isNone = shares.data?.length === 0 && snapshots.data?.length === 0;
  return (
    <>
      {wrong !== undefined && (
        <p role="alert" className="text-bad">
          {wrong}
        </p>
      )}
      {isNone && <p>Nothing is shared. Links and snapshots that you make stand here until they end.</p>}
      <ul className="share-list">
        {shares.data?.map((share) => (
          <li key={share.id}>
            <div>
              <b>{nameOf(share)}</b>
              <small>
                {share.kind === "wall" ? "Wall" : "Share link"} · made {said(share.createdMs)} ·{" "}
                {share.expiresMs === null ? "holds until revoked" : `ends ${said(share.expiresMs)}`} ·{" "}
                {share.usedMs === null ? "not used yet" : `last used ${said(share.usedMs)}`}
              </small>
            </div>
            <Button
              className="button"
              aria-label={`Revoke the link to ${nameOf(share)}`}
              onPress={() => void end("shares", share.id)}
            >
              <Trash2 size={14} aria-hidden /> Revoke
            </Button>
          </li>
        ))}
        {snapshots.data?.map((snapshot) => (
          <li key={snapshot.id}>
            <div>
              <b>
                <a href={`/snapshots/${snapshot.id}`}>{snapshot.title}</a>
              </b>
              <small>
                Snapshot · taken {said(snapshot.takenMs)} · {bytesText(snapshot.bytes)}
              </small>
            </div>
            <Button
              className="button"
              aria-label={`Remove the snapshot of ${snapshot.title}`}
              onPress={() => void end("snapshots", snapshot.id)}
            >
              <Trash2 size={14} aria-hidden /> Remove
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function nameOf({ title, views }: Share): string {
  if (title !== "") return title;
  const [first] = views;
  return views.length === 1 ? (first?.slug ?? "") : countOf(views.length, "view");
}
