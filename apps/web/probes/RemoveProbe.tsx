import type { ProbeDetails } from "@mission-control/contracts";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useKeepProbe } from "./use-probes.ts";

/** Asks before a probe is removed. */
export function RemoveProbe(props: { details: ProbeDetails; onClose: () => void; onRemoved: () => void }) {
  const { details, onClose, onRemoved } = props;
  const { probe, version } = details;
  const { remove } = useKeepProbe();
  const [fault, setFault] = useState("");
  const removeIt = async () => {
    const outcome = await remove(probe.slug, version);
    // What is gone already is what was wanted.
    if (outcome.ok || outcome.failure.code === "not_found") onRemoved();
    else setFault(outcome.failure.message);
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog probe-remove" role="alertdialog">
          <header>
            <Heading slot="title">Remove {probe.name}?</Heading>
          </header>
          <p>It is checked no more. What it measured stays, and rules that watch it have no data.</p>
          {fault !== "" && (
            <p role="alert" className="text-bad">
              {fault}
            </p>
          )}
          <footer>
            <Button className="button" onPress={() => void removeIt()}>
              <Trash2 size={14} aria-hidden /> Remove it
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
