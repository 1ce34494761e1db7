import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

/** Asks before a rule is deleted. `onRemove` gives why it was not, where it was not. */
export function RemoveRuleDialog(props: {
  name: string;
  onRemove: () => Promise<string | undefined>;
  onClose: () => void;
}) {
  const { name, onRemove, onClose } = props;
  const [fault, setFault] = useState<string>();
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog view-form" role="alertdialog">
          <header>
            <Heading slot="title">Delete “{name}”?</Heading>
          </header>
          <p>Its alerts end, and nobody is told by it any more. Its history stays.</p>
          {fault !== undefined && (
            <p className="text-bad" role="alert">
              Not deleted. {fault}
            </p>
          )}
          <footer>
            <Button className="button" onPress={() => void onRemove().then(setFault)}>
              Delete it
            </Button>
            <Button className="button" onPress={onClose} autoFocus>
              Keep it
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
