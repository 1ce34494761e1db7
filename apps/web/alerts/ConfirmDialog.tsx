import { Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useChange } from "../data/use-change.ts";
import { Fault } from "./Fault.tsx";

/** Asks before something is removed, removes it, and says where that is refused. */
export function ConfirmDialog(props: {
  title: string;
  done: string;
  path: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, done, path, onClose, children } = props;
  const change = useChange();
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    if (isBusy) return;
    setBusy(true);
    const outcome = await change("DELETE", path);
    setBusy(false);
    // What is gone already is what was wanted.
    if (outcome.ok || outcome.failure.code === "not_found") return onClose();
    const { message, faults = [] } = outcome.failure;
    setFault([message, ...faults.map((each) => each.message)].join(" "));
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog confirm" role="alertdialog">
          <header>
            <Heading slot="title">{title}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <p>{children}</p>
          <Fault words={fault} />
          <footer>
            <Button className="button" onPress={() => void remove()}>
              <Trash2 size={14} aria-hidden /> {done}
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
