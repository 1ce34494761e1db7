import {
  BellPlus,
  BookOpen,
  Clipboard,
  Copy,
  Download,
  History,
  Link,
  SquareFunction,
  Tag,
  Trash2,
} from "lucide-react";
import type { RefObject } from "react";
import { Menu, MenuItem, Popover } from "react-aria-components";
import { copyParts } from "../arrange/clipboard.ts";
import { copyText } from "../chrome/copy-text.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { subjectOfExpr } from "../meta/lane-of-expr.ts";
import { useMeta } from "../meta/meta-context.ts";
import { useDefaultStore } from "../wall/default-store.ts";
import { pasts, pastsOf, withPast } from "./past.ts";
import type { PlacedLane } from "./placed.ts";
import { useAlertOfLane } from "./use-alert-of-lane.ts";

/** What can be done with a lane; `id` is that of the row it was opened at. */
export function LaneMenu(props: {
  placed: PlacedLane;
  id: string;
  triggerRef: RefObject<HTMLElement | null>;
  onExport: () => void;
  onApply: () => void;
  onAbout: () => void;
  onClose: () => void;
}) {
  const { placed, id, triggerRef, onExport, onApply, onAbout, onClose } = props;
  const { lane, written, added } = placed;
  const [search, change] = useWallSearch();
  const defaultStore = useDefaultStore();
  const { description, owner, runbook } = useMeta()?.aboutExpr(lane.expr) ?? {};
  const makeAlert = useAlertOfLane();
  const isOfOneMetric = subjectOfExpr(lane.expr) !== undefined;
  // A link names no stores: what it adds is read from the default one, and would be another thing than this lane.
  const elsewhere = lane.store !== undefined && lane.store !== defaultStore;
  const compared = pastsOf(search.past).get(placed.id);
  const act = (key: string | number) => {
    const past = pasts.find(({ name }) => `past-${name}` === key);
    if (key === "link") copyText(`${location.origin}${location.pathname}${location.search}#lane-${id}`);
    else if (past !== undefined || key === "past-none")
      change({ past: withPast(search.past, placed.id, past) });
    else if (key === "expression") copyText(lane.expr);
    else if (key === "copy") copyParts({ lanes: [{ ...lane, expr: written }] });
    else if (key === "export") onExport();
    else if (key === "apply") onApply();
    else if (key === "about") onAbout();
    else if (key === "alert") makeAlert(placed);
    else if (key === "runbook") open(runbook, "_blank", "noopener,noreferrer");
    else {
      const rest = (search.lane ?? []).filter((expr) => expr !== written);
      change({ lane: rest.length === 0 ? undefined : rest });
    }
    onClose();
  };
  return (
    <Popover
      className="popover menu"
      aria-label={lane.title}
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      placement="bottom end"
    >
      <div className="menu-about">
        {lane.help !== undefined && <p>{lane.help}</p>}
        {description !== undefined && <p>{description}</p>}
        {owner !== undefined && <p>Owner: {owner}</p>}
        <code>{lane.expr}</code>
      </div>
      <Menu aria-label={lane.title} onAction={act} onClose={onClose} autoFocus="first">
        <MenuItem id="link" className="menu-item">
          <Link size={14} aria-hidden /> Copy link
        </MenuItem>
        <MenuItem id="expression" className="menu-item">
          <Clipboard size={14} aria-hidden /> Copy expression
        </MenuItem>
        <MenuItem id="copy" textValue="Copy lane" className="menu-item">
          <Copy size={14} aria-hidden /> Copy lane, to paste while editing a view
        </MenuItem>
        <MenuItem
          id="apply"
          textValue="Apply a function"
          className={elsewhere ? "menu-item text-faint" : "menu-item"}
          isDisabled={elsewhere}
        >
          <SquareFunction size={14} aria-hidden />
          {elsewhere ? `Functions: on lanes of ${defaultStore} only` : "Apply a function…"}
        </MenuItem>
        <MenuItem id="alert" className="menu-item">
          <BellPlus size={14} aria-hidden /> Make an alert…
        </MenuItem>
        {isOfOneMetric && (
          <MenuItem id="about" className="menu-item">
            <Tag size={14} aria-hidden /> About this metric…
          </MenuItem>
        )}
        {runbook !== undefined && (
          <MenuItem id="runbook" className="menu-item">
            <BookOpen size={14} aria-hidden /> Open its runbook
          </MenuItem>
        )}
        {pasts
          .filter((past) => past !== compared)
          .map(({ name, words }) => (
            <MenuItem key={name} id={`past-${name}`} className="menu-item">
              <History size={14} aria-hidden /> Compare with {words}
            </MenuItem>
          ))}
        {compared !== undefined && (
          <MenuItem id="past-none" className="menu-item">
            <History size={14} aria-hidden /> Stop comparing
          </MenuItem>
        )}
        <MenuItem id="export" className="menu-item">
          <Download size={14} aria-hidden /> Export…
        </MenuItem>
        {added && (
          <MenuItem id="remove" className="menu-item">
            <Trash2 size={14} aria-hidden /> Remove lane
          </MenuItem>
        )}
      </Menu>
    </Popover>
  );
}
