import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

/** Asks what becomes of a rule that is not saved. */
export function LeaveRuleDialog(props: { onStay: () => void; onSave: () => void; onThrow: () => void }) {
  const { onStay, onSave, onThrow } = props;
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onStay()}>
      <Modal className="modal">
        <Dialog className="dialog view-form" role="alertdialog">
          <header>
            <Heading slot="title">This rule is not saved</Heading>
          </header>
          <p>What you changed is lost when you leave.</p>
          <footer>
            <Button className="button primary" onPress={onSave} autoFocus>
              Save rule
            </Button>
            <Button className="button" onPress={onThrow}>
              Throw away
            </Button>
            <Button className="button" onPress={onStay}>
              Go on writing
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
