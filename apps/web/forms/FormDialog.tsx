import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

import "../style/arrange-forms.css";

/** A dialog with fields; it closes by itself only where it is left, never where something in it is wrong. */
export function FormDialog(props: {
  title: string;
  /** The words of the button that is done with it. */
  done: string;
  onDone: () => void;
  onClose: () => void;
  /** Something was typed or chosen: Escape, which is pressed for much else, throws none of it away. */
  isTouched?: boolean;
  wide?: boolean;
  children: ReactNode;
}) {
  const { title, done, onDone, onClose, isTouched = false, wide, children } = props;
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable={false}
      isKeyboardDismissDisabled={isTouched}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={wide ? "modal arrange-modal wide" : "modal arrange-modal"}>
        <Dialog className="dialog arrange-form">
          <header>
            <Heading slot="title">{title}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              onDone();
            }}
          >
            {children}
            <footer>
              <Button className="button" onPress={onClose}>
                Cancel
              </Button>
              <Button type="submit" className="button primary">
                <Check size={14} aria-hidden /> {done}
              </Button>
            </footer>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
