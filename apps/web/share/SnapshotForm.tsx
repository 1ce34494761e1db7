import type { View } from "@mission-control/contracts";
import { Camera } from "lucide-react";
import { Button } from "react-aria-components";
import type { WallSearch } from "../data/url-state.ts";
import { bytesText } from "./bytes-text.ts";
import { LinkToCopy } from "./LinkToCopy.tsx";
import { shownOf } from "./shown-search.ts";
import { useTaking } from "./use-shares.ts";

/** Keeps what is seen with its values. */
export function SnapshotForm({ view, search }: { view: View; search: WallSearch }) {
  const { taking, fault, take, cancel } = useTaking();
  const isRunning = taking?.state === "running";
  const { done = 0, total = 0, snapshot } = taking ?? {};
  return (
    <>
      <p>
        Keeps the view with the values it has now, its deploys and the events that it shows. It looks the same
        in a year, when the data is long gone. Whoever has its link can open it until you remove it.
      </p>
      {fault !== undefined && (
        <p role="alert" className="text-bad">
          {fault}
        </p>
      )}
      {isRunning ? (
        <div className="share-taking">
          <progress aria-label="Taking the snapshot" value={done} max={Math.max(1, total)} />
          <span role="status">
            {done} of {total} queries
          </span>
          <Button className="button" onPress={cancel}>
            Cancel
          </Button>
        </div>
      ) : (
        <Button
          className="button"
          onPress={() => void take({ title: "", view: shownOf(view, search, true) })}
        >
          <Camera size={14} aria-hidden /> Take a snapshot
        </Button>
      )}
      {snapshot !== undefined && (
        <>
          <LinkToCopy url={`${location.origin}/snapshots/${snapshot.id}`} label="the snapshot's link" />
          <p className="share-note">{bytesText(snapshot.bytes)} on the server's disk.</p>
        </>
      )}
    </>
  );
}
