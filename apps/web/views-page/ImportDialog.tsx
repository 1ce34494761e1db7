import { limits } from "@mission-control/contracts";
import { FileInput, FileText, X } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, FileTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { ImportPreview, Kept } from "./ImportPreview.tsx";
import { type ImportText, tooLarge, useImport } from "./use-import.ts";

/** Brings views in: from a file that is chosen or dropped, or from what is pasted. What will be kept is shown first. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [given, setGiven] = useState<ImportText>({ text: "" });
  const [fault, setFault] = useState<string>();
  const [isOver, setOver] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { state, choiceOf, choose, keep } = useImport(given);

  const give = (next: ImportText) => {
    setFault(undefined);
    setGiven(next);
  };
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > limits.viewFileBytes) return setFault(tooLarge);
    try {
      give({ text: await file.text(), file: file.name });
    } catch {
      setFault(`${file.name} cannot be read. Choose it again.`);
    }
  };
  const keepThem = async () => {
    setBusy(true);
    await keep();
    setBusy(false);
  };

  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal import-modal">
        <Dialog className="dialog view-form">
          <header>
            <Heading slot="title">{state.phase === "kept" ? "Imported" : "Import views"}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          {state.phase === "kept" ? (
            <Kept kept={state.kept} onClose={onClose} />
          ) : (
            <>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: what is dropped can be chosen by the button, too */}
              <div
                className="import-from"
                data-over={isOver || undefined}
                onDragOver={(event) => {
                  event.preventDefault();
                  setOver(true);
                }}
                onDragLeave={() => setOver(false)}
                onDrop={(event) => {
                  event.preventDefault();
                  setOver(false);
                  void take(event.dataTransfer.files[0]);
                }}
              >
                {given.file === undefined ? (
                  <textarea
                    className="mono"
                    aria-label="Views as text"
                    placeholder="Paste a view as YAML or JSON, or a dashboard's JSON; or drop its file here"
                    rows={7}
                    spellCheck={false}
                    value={given.text}
                    onChange={(event) => give({ text: event.target.value })}
                  />
                ) : (
                  <p className="import-file">
                    <FileText size={15} aria-hidden />
                    <span>
                      {given.file} <small>{valueText(new Blob([given.text]).size, "bytes")}</small>
                    </span>
                    <Button
                      className="icon-button"
                      aria-label="Take another"
                      onPress={() => give({ text: "" })}
                    >
                      <X size={14} aria-hidden />
                    </Button>
                  </p>
                )}
                <FileTrigger
                  acceptedFileTypes={[".yaml", ".yml", ".json"]}
                  onSelect={(files) => void take(files?.[0])}
                >
                  <Button className="button small">Choose a file…</Button>
                </FileTrigger>
              </div>
              {fault !== undefined && (
                <p role="alert" className="text-bad">
                  {fault}
                </p>
              )}
              <ImportPreview state={state} choiceOf={choiceOf} choose={choose} />
              <footer>
                <Button
                  className="button"
                  isDisabled={state.phase !== "seen"}
                  isPending={isBusy}
                  onPress={() => void keepThem()}
                >
                  <FileInput size={14} aria-hidden />
                  {state.phase === "seen" ? `Import ${countOf(state.seen.views.length, "view")}` : "Import"}
                </Button>
              </footer>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
