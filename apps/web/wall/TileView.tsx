import type { Tile } from "@mission-control/contracts";
import type { Undo } from "@mission-control/series";
import { OctagonAlert, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import type { LaneFeed } from "../data/lane-feed.ts";
import { formatValue } from "../format/value.ts";
import { setText } from "./board.ts";
import { valueAt } from "./latest.ts";
import { tileNote } from "./tile-note.ts";
import { stateWord, tileState } from "./tile-state.ts";
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
    const { note: noteExpr, store } = tile;
    const noteNowFeed = noteExpr === undefined ? undefined : wall.feedNow(noteExpr, store);
    const noteThenFeed =
      noteExpr === undefined ? undefined : wall.feedOf(`note ${tile.id}`, { expr: noteExpr, store, rows: 1 });
    let isThenAsked = false;
    const undo: Undo[] = [];
    const use = (feed: LaneFeed | undefined) => {
      if (feed === undefined) return;
      const { refresh } = wall.board;
      undo.push(feed.start(), feed.subscribe(refresh), feed.onAnswer(refresh));
    };
    const write = (column: number | null) => {
      const isNow = column === null && !wall.context.paused;
      // What a note was is seldom asked: only once another moment is looked at.
      if (!isNow && !isThenAsked) {
        isThenAsked = true;
        use(noteThenFeed);
      }
      const [feed, noteFeed, at] = isNow ? [nowFeed, noteNowFeed, null] : [thenFeed, noteThenFeed, column];
      const value = lastOf(feed, at);
      const noteValue = noteFeed === undefined ? Number.NaN : lastOf(noteFeed, at);
      const shown = formatValue(value, tile.unit);
      setText(number.current!, shown.number);
      setText(unit.current!, shown.unit);
      setText(note.current!, tileNote(tile, { state: feed.state(), value, note: noteValue, isNow }));
      item.current!.dataset.state = tileState(tile, value);
      item.current!.dataset.value = String(value);
    };
    undo.push(wall.board.add({ inSight: () => true, write }));
    for (const feed of [nowFeed, thenFeed, noteNowFeed]) use(feed);
    return () => {
      for (const stop of undo) stop();
    };
  }, [wall, tile]);

  return (
    <li ref={item} className="tile" data-testid="tile" data-key={tile.id} data-state="ok">
      <h2>
        {tile.title}
        <span className="tile-state warn">
          <TriangleAlert size={12} aria-hidden /> {stateWord("warn", tile)}
        </span>
        <span className="tile-state bad">
          <OctagonAlert size={12} aria-hidden /> {stateWord("bad", tile)}
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
