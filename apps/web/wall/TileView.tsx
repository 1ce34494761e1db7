import type { Tile } from "@mission-control/contracts";
import { OctagonAlert, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import type { LaneFeed } from "../data/lane-feed.ts";
import { formatValue, valueText } from "../format/value.ts";
import { setText } from "./board.ts";
import { valueAt } from "./latest.ts";
import { tileState } from "./tile-state.ts";
import { useWall } from "./wall-context.ts";

/** One number with its unit and a note; under the rule it shows that moment. Written straight to the page. */
export function TileView({ tile }: { tile: Tile }) {
  const wall = useWall();
  const item = useRef<HTMLLIElement>(null);
  const number = useRef<HTMLElement>(null);
  const unit = useRef<HTMLElement>(null);
  const note = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const nowFeed = wall.feedNow(tile.expr, tile.store);
    const thenFeed = wall.feedOf(`tile ${tile.id}`, { expr: tile.expr, store: tile.store, rows: 1 });
    const noteFeed = tile.note === undefined ? undefined : wall.feedNow(tile.note, tile.store);
    const write = (column: number | null) => {
      const isNow = column === null && !wall.context.paused;
      const value = isNow ? lastOf(nowFeed, null) : lastOf(thenFeed, column);
      const shown = formatValue(value, tile.unit);
      setText(number.current!, shown.number);
      setText(unit.current!, shown.unit);
      setText(note.current!, noteText(tile, nowFeed, noteFeed));
      item.current!.dataset.state = tileState(tile, value);
      item.current!.dataset.value = String(value);
    };
    const undo = [wall.board.add({ inSight: () => true, write })];
    for (const feed of [nowFeed, thenFeed, noteFeed]) {
      if (feed !== undefined) undo.push(feed.start(), feed.subscribe(wall.board.refresh));
    }
    return () => {
      for (const stop of undo) stop();
    };
  }, [wall, tile]);

  return (
    <li ref={item} className="tile" data-testid="tile" data-key={tile.id} data-state="ok">
      <h2>
        {tile.title}
        <span className="tile-state warn">
          <TriangleAlert size={12} aria-hidden /> high
        </span>
        <span className="tile-state bad">
          <OctagonAlert size={12} aria-hidden /> critical
        </span>
      </h2>
      <p className="tile-value">
        <b ref={number} />
        <small ref={unit} />
      </p>
      <p className="tile-note">
        <span ref={note} />
      </p>
    </li>
  );
}

function lastOf(feed: LaneFeed, column: number | null): number {
  const metric = feed.state().rows[0]?.metric;
  return metric === undefined ? Number.NaN : valueAt(metric, column);
}

function noteText(tile: Tile, nowFeed: LaneFeed, noteFeed: LaneFeed | undefined): string {
  const { phase, failure, rows } = nowFeed.state();
  if (phase === "failed") return failure?.message ?? "failed";
  if (phase === "ready" && rows.length === 0) return "no data yet";
  if (rows.length > 0 && Number.isNaN(lastOf(nowFeed, null))) return "no data now";
  if (noteFeed === undefined) return tile.noteText ?? "";
  const value = lastOf(noteFeed, null);
  if (Number.isNaN(value)) return "";
  return [valueText(value, tile.noteUnit), tile.noteText].filter(Boolean).join(" ");
}
