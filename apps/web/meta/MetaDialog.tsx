import { CircleAlert, Save, Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import type { Saving } from "./use-saving.ts";
import "../style/metadata.css";

/** The frame of what can be said of something: its form, what came of saving it, and how it is forgotten. */
export function MetaDialog(props: {
  title: string;
  about: ReactNode;
  saving: Saving;
  /** It stands in the settings file: it is shown, and changed there. */
  fixed: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, about, saving, fixed, onClose, children } = props;
  const [sure, setSure] = useState(false);
  const { state, isKept } = saving;
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal meta-modal">
        <Dialog className="dialog meta-form">
          <header>
            <Heading slot="title">{title}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <div className="meta-subject">{about}</div>
          {fixed && <p className="meta-fixed">This stands in mission-control.yaml; change it there.</p>}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!fixed) void saving.submit();
            }}
          >
            <fieldset disabled={fixed} className="meta-fields">
              {children}
            </fieldset>
            {state.phase === "failed" && (
              <p role="alert" className="text-bad meta-fault">
                <CircleAlert size={14} aria-hidden /> <span>{state.message}</span>
              </p>
            )}
            {state.phase === "meanwhile" && (
              <div role="alert" className="meta-meanwhile">
                <p>
                  Somebody else changed this meanwhile: {state.differs || "now it is as you have it"}. Nothing
                  was kept.
                </p>
                <Button className="button" onPress={saving.takeTheirs}>
                  Take theirs
                </Button>
                <Button className="button" onPress={() => void saving.submitOver()}>
                  Save mine over it
                </Button>
              </div>
            )}
            {!fixed && (
              <footer>
                <Button type="submit" className="button" isPending={state.phase === "saving"}>
                  <Save size={14} aria-hidden /> Save
                </Button>
                <Button className="button" onPress={onClose}>
                  Cancel
                </Button>
                {isKept && (
                  <Button
                    className="button meta-remove"
                    onPress={() => (sure ? void saving.remove() : setSure(true))}
                  >
                    <Trash2 size={14} aria-hidden /> {sure ? "Remove for good" : "Remove"}
                  </Button>
                )}
              </footer>
            )}
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
