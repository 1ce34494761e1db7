import { defaultView } from "@mission-control/contracts";
import { RotateCcw, Trash2, X } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { askVersion, useKeepView, useViewVersions } from "../data/use-keep-view.ts";
import { useGoToView } from "../data/use-views.ts";
import { ownName } from "./own-name.ts";
import { VersionChanges } from "./VersionChanges.tsx";

/** What a view was before, with the way back; and the way to remove it. */
export function VersionsDialog(props: {
  slug: string;
  onClose: () => void;
  /** What follows once the view is gone; otherwise the view that is always there is shown. */
  onRemoved?: () => void;
}) {
  const { slug, onClose, onRemoved } = props;
  const { save, remove } = useKeepView();
  const goTo = useGoToView();
  const { data: versions = [], error } = useViewVersions(slug);
  const [fault, setFault] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const newest = versions[0]?.version;

  const restore = async (version: number, onto: number) => {
    try {
      const outcome = await save(await askVersion(slug, version), { by: ownName(), onto });
      setFault(outcome.ok ? undefined : outcome.failure.message);
    } catch (failed) {
      setFault((failed as Error).message);
    }
  };
  const removeIt = async () => {
    const outcome = await remove(slug);
    if (!outcome.ok) return setFault(outcome.failure.message);
    onClose();
    if (onRemoved === undefined) goTo(defaultView);
    else onRemoved();
  };

  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog view-form">
          <header>
            <Heading slot="title">Versions</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          {(fault ?? error?.message) !== undefined && (
            <p role="alert" className="text-bad">
              {fault ?? error?.message}
            </p>
          )}
          <ol className="versions">
            {versions.map((each) => (
              <VersionChanges key={each.version} {...each}>
                {each.version === newest ? (
                  <small>shown now</small>
                ) : (
                  <Button className="button small" onPress={() => void restore(each.version, newest!)}>
                    <RotateCcw size={13} aria-hidden /> Restore
                  </Button>
                )}
              </VersionChanges>
            ))}
          </ol>
          <footer>
            {isAsking ? (
              <>
                <p>For everybody, with all its versions?</p>
                <Button className="button" onPress={() => void removeIt()}>
                  Remove it
                </Button>
                <Button className="button" onPress={() => setAsking(false)} autoFocus>
                  Keep it
                </Button>
              </>
            ) : (
              <Button className="button" onPress={() => setAsking(true)}>
                <Trash2 size={14} aria-hidden /> Remove this view…
              </Button>
            )}
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
