import type { Lane } from "@mission-control/contracts";
import { useSyncExternalStore } from "react";
import { useTheStack } from "../cubism/stack-context.ts";
import { useStackRefresh } from "../cubism/use-stack.ts";
import type { LaneFeed } from "../data/lane-feed.ts";
import { useMeta } from "../meta/meta-context.ts";
import { LaneNote } from "./LaneNote.tsx";
import { LaneRow } from "./LaneRow.tsx";
import { matchesFilter, useLaneFilter } from "./lane-filter.ts";
import { nameOfRow } from "./lane-name.ts";

/** All rows of one lane, or in words why there are none. */
export function LaneGroup(props: { lane: Lane; id: string; added?: boolean; feed: LaneFeed }) {
  const { id, added = false, feed } = props;
  const meta = useMeta();
  const lane = meta?.shown(props.lane, added).lane ?? props.lane;
  const words = useLaneFilter();
  const { phase, failure, rows, hidden } = useSyncExternalStore(feed.subscribe, feed.state);
  // Rows that are sorted anew change places.
  useStackRefresh(useTheStack());

  if (rows.length === 0 && !matchesFilter(lane.title, words)) return null;
  if (phase === "failed" && failure !== undefined) {
    // An expression that cannot be read is wrong however often it is asked.
    const retry = failure.column === undefined ? { retry: feed.retry } : {};
    return <LaneNote lane={lane} id={id} kind="failed" words={failureWords(failure)} {...retry} />;
  }
  if (rows.length === 0) {
    return phase === "waiting" ? (
      <LaneNote lane={lane} id={id} kind="waiting" words="" />
    ) : (
      <LaneNote lane={lane} id={id} kind="empty" words="no data yet" />
    );
  }
  return (
    <>
      {rows.map((row, i) => {
        const shown = meta?.shown(props.lane, added, row.labels) ?? { lane, labels: row.labels };
        const name = nameOfRow(shown.lane, shown.labels, rows.length);
        const text = [name.title, name.detail, ...row.labels.values()].join(" ");
        return matchesFilter(text, words) ? (
          <LaneRow key={row.key} {...shown} id={nth(id, i)} rowKey={nth(lane.id, i)} row={row} name={name} />
        ) : null;
      })}
      {hidden > 0 && words.length === 0 && (
        <li className="lane-more">
          {lane.title}: {hidden} more not shown
        </li>
      )}
    </>
  );
}

/** The first row has the lane's own name, the others a number behind it. */
function nth(name: string, i: number): string {
  return i === 0 ? name : `${name}-${i + 1}`;
}

function failureWords(failure: { message: string; column?: number | undefined }): string {
  return failure.column === undefined ? failure.message : `${failure.message} (column ${failure.column})`;
}
