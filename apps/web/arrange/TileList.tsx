import type { Tile } from "@mission-control/contracts";
import { GripVertical, Pencil, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { Button, GridList, GridListItem, useDragAndDrop } from "react-aria-components";
import { Opened } from "../chrome/Opened.tsx";
import { later } from "../later/later.ts";
import { expandTile, useExpand, useExpandWords } from "../variables/expand.ts";
import { TileView } from "../wall/TileView.tsx";
import { droppedPlaces, partItem, partType } from "./dragged.ts";
import { addTile, changeTile, moveTiles, removeTile, stepTile } from "./edit-tiles.ts";
import { PartMenu } from "./PartMenu.tsx";
import { emptyTile, fieldsOfTile } from "./tile-form.ts";
import { useArranging } from "./use-arranging.ts";

const TileDialog = later(async () => (await import("./TileDialog.tsx")).TileDialog);

/** The numbers on top, to be put in order, changed and added. */
export function TileList() {
  const { view, apply } = useArranging();
  const { tiles } = view;
  /** The tile that is changed; empty for one that is to come. */
  const [edited, setEdited] = useState<string>();
  const tile = tiles.find(({ id }) => id === edited);
  const after = (id: string) => tiles[tiles.findIndex((each) => each.id === id) + 1]?.id;
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => partItem("tile", { section: "", id: String(key) })),
    acceptedDragTypes: [partType("tile")],
    getDropOperation: () => "move",
    onReorder({ keys, target }) {
      const before = target.dropPosition === "before" ? String(target.key) : after(String(target.key));
      apply(moveTiles([...keys].map(String), before), "Moved.");
    },
    async onRootDrop({ items }) {
      const places = await droppedPlaces("tile", items);
      apply(
        moveTiles(
          places.map(({ id }) => id),
          undefined,
        ),
        "Moved.",
      );
    },
  });
  return (
    <div className="arrange-tiles">
      {tiles.length > 0 && (
        <GridList
          aria-label="Numbers on top"
          layout="grid"
          className="tiles"
          dragAndDropHooks={dragAndDropHooks}
          items={tiles}
        >
          {(each) => (
            <GridListItem
              id={each.id}
              textValue={each.title}
              className="arrange-tile"
              onAction={() => setEdited(each.id)}
            >
              <ul aria-label={each.title}>
                <TilePreview tile={each} />
              </ul>
              <span className="arrange-acts">
                <Button slot="drag" className="arrange-grip" aria-label={`Move ${each.title}`}>
                  <GripVertical size={14} aria-hidden />
                </Button>
                <Button
                  className="icon-button"
                  aria-label={`Edit ${each.title}`}
                  onPress={() => setEdited(each.id)}
                >
                  <Pencil size={14} aria-hidden />
                </Button>
                <PartMenu
                  label={each.title}
                  acts={[
                    {
                      id: "left",
                      label: "Move left",
                      act: () => void apply(stepTile(each.id, -1), "Moved."),
                    },
                    {
                      id: "right",
                      label: "Move right",
                      act: () => void apply(stepTile(each.id, 1), "Moved."),
                    },
                    {
                      id: "remove",
                      label: "Remove",
                      act: () => void apply(removeTile(each.id), `Removed “${each.title}”.`, true),
                      parted: true,
                    },
                  ]}
                />
              </span>
            </GridListItem>
          )}
        </GridList>
      )}
      <button type="button" className="arrange-add" onClick={() => setEdited("")}>
        <Plus size={14} aria-hidden /> Number
      </button>
      <Opened onClose={() => setEdited(undefined)}>
        {edited !== undefined && (
          <TileDialog
            fields={tile === undefined ? emptyTile : fieldsOfTile(tile)}
            title={tile === undefined ? "Add a number on top" : `Edit “${tile.title}”`}
            done={tile === undefined ? "Add it" : "Change it"}
            onClose={() => setEdited(undefined)}
            onDone={(next) => {
              apply(
                tile === undefined ? addTile(next) : changeTile(tile.id, next),
                `“${next.title}” is there.`,
              );
              setEdited(undefined);
            }}
          />
        )}
      </Opened>
    </div>
  );
}

/** A tile by what is chosen of the variables. */
function TilePreview({ tile }: { tile: Tile }) {
  const expr = useExpand();
  const words = useExpandWords();
  const expanded = useMemo(() => expandTile(tile, { expr, words }), [tile, expr, words]);
  return <TileView tile={expanded} />;
}
