import { Check, type LucideIcon } from "lucide-react";
import type { RefObject } from "react";
import { Menu, MenuItem, Popover, type PopoverProps, Text } from "react-aria-components";

/** One of several; `note` says more about it on a line of its own. */
interface Chosen {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly Icon?: LucideIcon;
}

/** What a menu of choices needs. */
export interface ChoiceMenuProps {
  readonly label: string;
  readonly choices: readonly Chosen[];
  readonly value: string;
  readonly placement: NonNullable<PopoverProps["placement"]>;
  readonly triggerRef: RefObject<HTMLElement | null>;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

/** The open menu of a Choice. */
export function ChoiceMenu(props: ChoiceMenuProps) {
  const { label, choices, value, placement, triggerRef, onChoose, onClose } = props;
  return (
    <Popover
      className="popover menu"
      aria-label={label}
      placement={placement}
      triggerRef={triggerRef}
      isOpen
      onOpenChange={(open) => !open && onClose()}
    >
      <Menu
        aria-label={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[value]}
        onAction={(id) => {
          onChoose(String(id));
          onClose();
        }}
        onClose={onClose}
        autoFocus
      >
        {choices.map(({ id, label, note, Icon }) => (
          <MenuItem key={id} id={id} textValue={label} className="menu-item">
            {({ isSelected }) => (
              <>
                {Icon !== undefined && <Icon size={14} aria-hidden />}
                <span className="grow">
                  <Text slot="label">{label}</Text>
                  {note !== undefined && (
                    <Text slot="description" className="menu-note">
                      {note}
                    </Text>
                  )}
                </span>
                {isSelected && <Check size={14} aria-hidden />}
              </>
            )}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
