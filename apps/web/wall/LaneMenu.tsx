import { Clipboard, Link, Trash2 } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Menu, MenuItem, Popover } from "react-aria-components";
import { copyText } from "../chrome/copy-text.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import type { PlacedLane, PlacedSection } from "./placed.ts";

/** One menu for all lanes: it opens at whichever lane's button was pressed. */
export function LaneMenu(props: {
  surface: RefObject<HTMLElement | null>;
  sections: readonly PlacedSection[];
}) {
  const { surface, sections } = props;
  const [search, change] = useWallSearch();
  const [open, setOpen] = useState<{ placed: PlacedLane; id: string }>();
  const trigger = useRef<HTMLElement>(null);

  useEffect(() => {
    const element = surface.current;
    const pressed = (event: MouseEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      const button = target?.closest<HTMLElement>("[data-lane-menu]");
      const id = button?.closest<HTMLElement>("[data-key]")?.dataset["key"];
      const placed = id === undefined ? undefined : placedOf(sections, id);
      if (button == null || id === undefined || placed === undefined) return;
      trigger.current = button;
      setOpen({ placed, id });
    };
    element?.addEventListener("click", pressed);
    return () => element?.removeEventListener("click", pressed);
  }, [surface, sections]);

  if (open === undefined) return null;
  const { placed, id } = open;
  const act = (key: string | number) => {
    if (key === "link") copyText(`${location.origin}${location.pathname}${location.search}#lane-${id}`);
    else if (key === "expression") copyText(placed.lane.expr);
    else {
      const rest = (search.lane ?? []).filter((expr) => expr !== placed.lane.expr);
      change({ lane: rest.length === 0 ? undefined : rest });
    }
  };
  return (
    <Popover
      className="popover menu lane-menu-popover"
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => !isOpen && setOpen(undefined)}
      placement="bottom start"
    >
      <p className="menu-about">
        {placed.lane.help !== undefined && <span>{placed.lane.help}</span>}
        <code>{placed.lane.expr}</code>
      </p>
      <Menu
        aria-label={placed.lane.title}
        onAction={act}
        onClose={() => setOpen(undefined)}
        autoFocus="first"
      >
        <MenuItem id="link" className="menu-item">
          <Link size={14} aria-hidden /> Copy link
        </MenuItem>
        <MenuItem id="expression" className="menu-item">
          <Clipboard size={14} aria-hidden /> Copy expression
        </MenuItem>
        {placed.added && (
          <MenuItem id="remove" className="menu-item">
            <Trash2 size={14} aria-hidden /> Remove lane
          </MenuItem>
        )}
      </Menu>
    </Popover>
  );
}

/** The lane of a row's id, which is the lane's own or that with the row's number behind it. */
function placedOf(sections: readonly PlacedSection[], id: string): PlacedLane | undefined {
  const lanes = sections.flatMap((section) => section.lanes);
  return lanes.find((lane) => lane.id === id) ?? lanes.find((lane) => lane.id === id.replace(/-\d+$/, ""));
}
