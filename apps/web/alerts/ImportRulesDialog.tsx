import { limits } from "@mission-control/contracts";
import { Check, FileInput, FileText, X } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, FileTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";
import { Fault } from "./Fault.tsx";
import { ImportedRules } from "./ImportedRules.tsx";
import { useImportRules } from "./use-import-rules.ts";

const tooLarge = `A rule file may have ${valueText(limits.ruleFileBytes, "bytes")}.`;

/** Brings rules in from a Prometheus rule file, chosen, dropped or pasted. What will be kept is shown first. */
export function ImportRulesDialog({ onClose }: { onClose: () => void }) {
  const [given, setGiven] = useState<{ text: string; file?: string }>({ text: "" });
  const [fault, setFault] = useState<string>();
  const [isOver, setOver] = useState(false);
  const importing = useImportRules(given.text);
  const { state, isChosen, keep } = importing;
  const count = state.phase === "seen" ? state.seen.rules.filter(isChosen).length : 0;
  const give = (next: typeof given) => {
    setFault(undefined);
    setGiven(next);
  };
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > limits.ruleFileBytes) return setFault(tooLarge);
    try {
      give({ text: await file.text(), file: file.name });
    } catch {
      setFault(`${file.name} cannot be read. Choose it again.`);
    }
  };
  const isKept = state.phase === "kept";
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal rules-import">
        <Dialog className="dialog">
          <header>
            <Heading slot="title">{isKept ? "Imported" : "Import rules"}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          {!isKept && (
            // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped can be chosen by the button, too
            <div
              className="rules-from"
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
                  aria-label="Rules as text"
                  placeholder="Paste a Prometheus rule file (groups:, rules:, alert:); or drop it here"
                  rows={8}
                  spellCheck={false}
                  value={given.text}
                  onChange={(event) => give({ text: event.target.value })}
                />
              ) : (
                <p className="rules-file">
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
                acceptedFileTypes={[".yaml", ".yml", ".rules"]}
                onSelect={(files) => void take(files?.[0])}
              >
                <Button className="button small">Choose a file…</Button>
              </FileTrigger>
            </div>
          )}
          <Fault words={fault} />
          <ImportedRules importing={importing} />
          <footer>
            {isKept ? (
              <Button className="button" onPress={onClose} autoFocus>
                <Check size={14} aria-hidden /> Done
              </Button>
            ) : (
              <Button className="button" isDisabled={count === 0} onPress={() => void keep()}>
                <FileInput size={14} aria-hidden />
                {state.phase === "seen" ? `Import ${countOf(count, "rule")}` : "Import"}
              </Button>
            )}
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
