import type { Lane } from "@mission-control/contracts";
import { type ComparisonStyle, createComparison } from "cubism-es";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useTheStack } from "../cubism/stack-context.ts";
import { usePlaced } from "../cubism/use-drawing.ts";
import type { LaneFeed } from "../data/lane-feed.ts";
import type { LaneRow } from "../data/lane-rows.ts";
import { formatValue, valueText } from "../format/value.ts";
import { useTheme } from "../style/theme.ts";
import { setText } from "../wall/board.ts";
import { nameOfRow } from "../wall/lane-name.ts";
import { valueAt } from "../wall/latest.ts";
import { rampsOf } from "../wall/ramps-of.ts";
import { useLanePx } from "../wall/use-lane-px.ts";
import { useRowSight } from "../wall/use-row-sight.ts";
import { useWall } from "../wall/wall-context.ts";
import { earlier, type Past } from "./past.ts";

/** Below a lane's rows: each against its own values of before. */
export function PastLanes({ lane, feed, past }: { lane: Lane; feed: LaneFeed; past: Past }) {
  const wall = useWall();
  const { expr, store, rows: rowLimit } = lane;
  const before = useMemo(
    () => wall.feedOf("past", { expr: earlier(expr, past), store, rows: rowLimit }),
    [wall, expr, store, rowLimit, past],
  );
  useEffect(() => before.start(), [before]);
  const now = useSyncExternalStore(feed.subscribe, feed.state);
  const then = useSyncExternalStore(before.subscribe, before.state);
  const known = new Map(then.rows.map((row) => [row.key, row]));
  const pairs = now.rows.flatMap((row) => {
    const other = known.get(row.key);
    return other === undefined ? [] : [{ row, other }];
  });
  if (pairs.length === 0) {
    const waiting = then.phase === "waiting" || now.phase === "waiting";
    const words = then.failure?.message ?? (waiting ? "Looking…" : "no data then");
    return (
      <li className="lane-more" data-testid="past-note">
        {lane.title}, {past.words}: {words}
      </li>
    );
  }
  return (
    <>
      {pairs.map(({ row, other }) => {
        const { title, detail } = nameOfRow(lane, row.labels, now.rows.length);
        const name = [title, detail].filter((part) => part !== "").join(" ");
        return <PastLane key={row.key} lane={lane} row={row} before={other} name={name} words={past.words} />;
      })}
    </>
  );
}

function PastLane(props: { lane: Lane; row: LaneRow; before: LaneRow; name: string; words: string }) {
  const { lane, row, before, name, words } = props;
  const wall = useWall();
  const theme = useTheme();
  const lanePx = useLanePx();
  const item = useRef<HTMLLIElement>(null);
  const picture = useRef<HTMLSpanElement>(null);
  const value = useRef<HTMLSpanElement>(null);
  const { inSight, see } = useRowSight(row.metric, before.metric);
  const style = useMemo(
    (): ComparisonStyle => ({
      primary: row.metric,
      secondary: before.metric,
      height: lanePx,
      ramp: rampsOf(theme)[lane.ramp],
    }),
    [row, before, lanePx, theme, lane.ramp],
  );
  usePlaced<ComparisonStyle>(createComparison, useTheStack(), item, wall.context, style, see);
  const label = `${name} against ${words}`;
  useEffect(
    () =>
      wall.board.add({
        inSight: () => inSight.current,
        write(column) {
          const [is, was] = [valueAt(row.metric, column), valueAt(before.metric, column)];
          const change = changeText(is, was);
          setText(value.current!.firstElementChild!, change);
          setText(
            value.current!.lastElementChild!,
            Number.isNaN(was) ? "" : `from ${valueText(was, lane.unit)}`,
          );
          value.current!.dataset.value = change;
        },
        describe() {
          const change = changeText(valueAt(row.metric, null), valueAt(before.metric, null));
          picture.current!.setAttribute("aria-label", `${label}: ${change}`);
        },
      }),
    [wall, row, before, inSight, lane.unit, label],
  );
  return (
    <li ref={item} className="lane past-lane" data-testid="past-lane">
      <span ref={picture} className="lane-picture" role="img" aria-label={label} />
      <span className="lane-name">
        <span className="lane-title">{name}</span>
        <span className="lane-detail">against {words}</span>
      </span>
      <span ref={value} className="lane-value">
        <b />
        <small />
      </span>
    </li>
  );
}

/** "+50 %"; of nothing no part can be told. */
function changeText(is: number, was: number): string {
  if (Number.isNaN(is) || Number.isNaN(was)) return "–";
  const change = is === was ? 0 : (is - was) / Math.abs(was);
  if (!Number.isFinite(change)) return "from nothing";
  const { number, unit } = formatValue(change, "ratio");
  return `${change > 0 ? "+" : ""}${number} ${unit}`.trim();
}
