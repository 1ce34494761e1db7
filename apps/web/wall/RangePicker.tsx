import { Check, ChevronDown } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { type Range, type RangeName, ranges } from "../data/ranges.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { stepText } from "../format/time.ts";
import { useContextVersion } from "./use-context-version.ts";
import { useWall } from "./wall-context.ts";

/** How much time the wall shows, and the step that follows from it. */
export function RangePicker({ range }: { range: Range }) {
  const { context } = useWall();
  useContextVersion(context);
  const [, change] = useWallSearch();
  const step = context.columns > 0 ? stepText(context.stepMs) : "";
  return (
    <MenuTrigger>
      <Button className="pill" aria-label={`Range: last ${range.label}, steps of ${step}`}>
        <span className="max-sm:hidden">Last</span>
        <b>{range.label}</b>
        <span className="text-muted max-sm:hidden">{step} steps</span>
        <ChevronDown size={14} aria-hidden className="text-faint" />
      </Button>
      <Popover className="popover menu" placement="bottom end">
        <Menu
          aria-label="Range"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[range.name]}
          onAction={(name) => change({ range: name as RangeName })}
        >
          {ranges.map((each) => (
            <MenuItem key={each.name} id={each.name} textValue={each.label} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="flex-1">Last {each.label}</span>
                  {isSelected && <Check size={14} aria-hidden />}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
