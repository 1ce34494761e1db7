import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from "react-aria-components";
import { useSingleKeys } from "./single-keys.ts";

const keys: readonly (readonly [string[], string])[] = [
  [["/", "Ctrl K", "⌘K"], "Go to a view, or find a metric and add it as a lane"],
  [["←", "→"], "Move the rule by one column, with Shift by ten"],
  [["↑", "↓"], "From a lane to the next, once one is focused"],
  [["Esc"], "Let go of the rule; then back to live"],
  [["Space"], "Pause and resume"],
  [["[", "]"], "Step through deploys"],
  [["+", "-"], "Zoom, in the gallery"],
  [["<", ">"], "Half a window back or on, in the gallery"],
  [["?"], "These keys"],
];

/** Which keys do what, and the switch for those who cannot have single keys do anything. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const [on, set] = useSingleKeys();
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <header>
            <Heading slot="title">Keys</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <dl className="keys">
            {keys.map(([names, does]) => (
              <div key={does}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <Switch className="switch" isSelected={on} onChange={set}>
            <i aria-hidden />
            Single keys do something
          </Switch>
          <Link to="/gallery" className="keys-more" onClick={onClose}>
            Gallery: everything that lanes can do
          </Link>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
