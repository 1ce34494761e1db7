import { type ReactNode, useRef, useState } from "react";
import { later } from "../later/later.ts";
import type { ChoiceMenuProps } from "./ChoiceMenu.tsx";
import { Opened } from "./Opened.tsx";

const ChoiceMenu = later(async () => (await import("./ChoiceMenu.tsx")).ChoiceMenu);

/** A button that opens a menu to choose one of several; the menu's code comes when it is first opened. */
export function Choice<Id extends string>(
  props: Omit<ChoiceMenuProps, "triggerRef" | "onClose" | "onChoose" | "label"> & {
    label: string;
    menuLabel: string;
    className: string;
    value: Id;
    onChoose: (id: Id) => void;
    onOpen?: () => void;
    children: ReactNode;
  },
) {
  const { label, menuLabel, className, children, onChoose, onOpen, ...menu } = props;
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => {
          if (!open) onOpen?.();
          setOpen(!open);
        }}
      >
        {children}
      </button>
      {open && (
        <Opened onClose={() => setOpen(false)}>
          <ChoiceMenu
            {...menu}
            label={menuLabel}
            triggerRef={trigger}
            onClose={() => setOpen(false)}
            onChoose={(id) => onChoose(id as Id)}
          />
        </Opened>
      )}
    </>
  );
}
