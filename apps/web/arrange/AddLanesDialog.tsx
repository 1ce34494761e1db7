import { X } from "lucide-react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { countOf } from "../format/text.ts";
import type { NewLane } from "./edit-lanes.ts";
import { MetricPicker } from "./MetricPicker.tsx";

/** Adds lanes to a section, as many as are chosen. */
export function AddLanesDialog(props: {
  title: string;
  known: readonly string[];
  onAdd: (lane: NewLane) => void;
  onClose: () => void;
}) {
  const { title, known, onAdd, onClose } = props;
  return (
    <ModalOverlay className="overlay top" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal palette">
        <Dialog className="outline-none">
          <header className="picker-head">
            <Heading slot="title">Add lanes to “{title}”</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <MetricPicker known={known} onAdd={onAdd} autoFocus />
          <footer className="palette-foot">
            <span role="status">{countOf(known.length, "lane")} in this section</span>
            <span className="grow" />
            <Button className="button small" onPress={onClose}>
              Done
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
