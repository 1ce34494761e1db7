import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

/** Asks what becomes of changes that are not saved. */
export function LeaveDialog(props: {
  onStay: () => void;
  onSave: () => void;
  onLater: () => void;
  onThrow: () => void;
}) {
  const { onStay, onSave, onLater, onThrow } = props;
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onStay()}>
      <Modal className="modal">
        <Dialog className="dialog view-form" role="alertdialog">
          <header>
            <Heading slot="title">Your changes are not saved</Heading>
          </header>
          <p>Kept for later they wait in this tab of the browser; others see the view as it was.</p>
          <footer>
            <Button className="button primary" onPress={onSave} autoFocus>
              Save…
            </Button>
            <Button className="button" onPress={onLater}>
              Keep for later
            </Button>
            <Button className="button" onPress={onThrow}>
              Throw away
            </Button>
            <Button className="button" onPress={onStay}>
              Go on editing
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
