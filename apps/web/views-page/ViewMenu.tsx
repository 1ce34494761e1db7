import type { ViewSummary } from "@mission-control/contracts";
import { Copy, Download, Ellipsis, History, type LucideIcon, Pencil, Trash2 } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { ViewAct } from "./ViewDialogs.tsx";

const acts: readonly (readonly [ViewAct["kind"], string, LucideIcon])[] = [
  ["rename", "Rename…", Pencil],
  ["duplicate", "Duplicate…", Copy],
  ["versions", "Versions…", History],
];

/** What can be done with a view; one that is built in or stands in a file is not changed here. */
export function ViewMenu({ view, onAct }: { view: ViewSummary; onAct: (act: ViewAct) => void }) {
  const isFixed = view.builtIn || view.file !== undefined;
  const offered = acts.filter(([kind]) => !isFixed || kind === "duplicate");
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={`More for ${view.name}`}>
        <Ellipsis size={16} aria-hidden />
      </Button>
      <Popover className="popover menu" placement="bottom end">
        <Menu aria-label={view.name}>
          {offered.map(([kind, words, Icon]) => (
            <MenuItem key={kind} className="menu-item" onAction={() => onAct({ kind, view })}>
              <Icon size={14} aria-hidden /> {words}
            </MenuItem>
          ))}
          <MenuItem
            className="menu-item"
            href={`/api/views/${encodeURIComponent(view.slug)}?format=yaml`}
            download={`${view.slug}.yaml`}
          >
            <Download size={14} aria-hidden /> Export as YAML
          </MenuItem>
          {!isFixed && (
            <MenuItem className="menu-item" onAction={() => onAct({ kind: "remove", view })}>
              <Trash2 size={14} aria-hidden /> Remove…
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
