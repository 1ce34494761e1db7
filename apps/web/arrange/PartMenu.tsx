import { EllipsisVertical } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";

/** Something that can be done with a part of a view. */
export interface PartAct {
  readonly id: string;
  readonly label: string;
  /** The key that does the same. */
  readonly keys?: string;
  readonly act: () => void;
  /** A line above it parts it from what stands before. */
  readonly parted?: boolean;
}

/** What can be done with a lane, a panel or a tile that is being arranged. */
export function PartMenu({ label, acts }: { label: string; acts: readonly PartAct[] }) {
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label={`${label}: more`}>
        <EllipsisVertical size={15} aria-hidden />
      </Button>
      <Popover className="popover menu" placement="bottom end">
        <Menu aria-label={label} onAction={(key) => acts.find(({ id }) => id === key)?.act()}>
          {acts.flatMap(({ id, label: words, keys, parted }) => [
            ...(parted ? [<Separator key={`before ${id}`} className="menu-line" />] : []),
            <MenuItem key={id} id={id} textValue={words} className="menu-item">
              <span className="grow">{words}</span>
              {keys !== undefined && <kbd>{keys}</kbd>}
            </MenuItem>,
          ])}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
