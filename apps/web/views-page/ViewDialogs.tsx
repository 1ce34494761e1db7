import { limits, slugOf, type View, type ViewSummary } from "@mission-control/contracts";
import { Check, Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import {
  Button,
  Dialog,
  Form,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  Text,
  TextField,
} from "react-aria-components";
import { ask } from "../data/ask.ts";
import { useKeepView } from "../data/use-keep-view.ts";
import { ownName } from "../views/own-name.ts";
import { VersionsDialog } from "../views/VersionsDialog.tsx";

/** Something that is asked before it is done with a view. */
export interface ViewAct {
  readonly kind: "rename" | "duplicate" | "versions" | "remove";
  readonly view: ViewSummary;
}

/** The dialog for what is to be done. */
export function ViewDialogs({ act, onClose }: { act: ViewAct; onClose: () => void }) {
  const { kind, view } = act;
  if (kind === "versions") return <VersionsDialog slug={view.slug} onClose={onClose} onRemoved={onClose} />;
  if (kind === "remove") return <RemoveDialog view={view} onClose={onClose} />;
  return <NameDialog view={view} isCopy={kind === "duplicate"} onClose={onClose} />;
}

/** Gives a view another name, its address staying; or keeps a copy of it under one. */
function NameDialog(props: { view: ViewSummary; isCopy: boolean; onClose: () => void }) {
  const { view, isCopy, onClose } = props;
  const { save } = useKeepView();
  const [name, setName] = useState(isCopy ? `${view.name}, copy` : view.name);
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const slug = isCopy ? slugOf(name) : view.slug;
  const submit = async () => {
    if (name.trim() === "" || slug === "") return setFault("Give it a name with letters or digits.");
    setBusy(true);
    const found = await ask<View & { version?: number }>(`/api/views/${encodeURIComponent(view.slug)}`);
    const outcome = found.ok
      ? await save(
          { ...found.value, slug, name: name.trim() },
          { by: ownName(), onto: isCopy ? 0 : (found.value.version ?? 0) },
        )
      : found;
    setBusy(false);
    if (outcome.ok) return onClose();
    const { code, message } = outcome.failure;
    const isTaken = isCopy && (code === "changed_meanwhile" || code === "built_in");
    setFault(isTaken ? "Another view has this name; choose one that is free." : message);
  };
  return (
    <Asked title={isCopy ? `Duplicate ${view.name}` : `Rename ${view.name}`} onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          className="view-field"
          value={name}
          onChange={setName}
          maxLength={limits.nameLength}
          autoFocus
        >
          <Label>Name</Label>
          <Input />
          <Text slot="description">
            {isCopy
              ? slug === ""
                ? "Whoever looks for it finds it by this"
                : `It will stand at /views/${slug}`
              : `It stays at /views/${slug}, so that links to it hold`}
          </Text>
        </TextField>
        <Fault words={fault} />
        <footer>
          <Button type="submit" className="button" isPending={isBusy}>
            <Check size={14} aria-hidden /> {isCopy ? "Keep the copy" : "Rename"}
          </Button>
        </footer>
      </Form>
    </Asked>
  );
}

function RemoveDialog({ view, onClose }: { view: ViewSummary; onClose: () => void }) {
  const { remove } = useKeepView();
  const [fault, setFault] = useState<string>();
  const removeIt = async () => {
    const outcome = await remove(view.slug);
    if (outcome.ok) onClose();
    else setFault(outcome.failure.message);
  };
  return (
    <Asked title={`Remove ${view.name}?`} onClose={onClose}>
      <p>It goes for everybody, with all its versions. Export it first if it may be wanted again.</p>
      <Fault words={fault} />
      <footer>
        <Button className="button" onPress={() => void removeIt()}>
          <Trash2 size={14} aria-hidden /> Remove it
        </Button>
        <Button className="button" onPress={onClose} autoFocus>
          Keep it
        </Button>
      </footer>
    </Asked>
  );
}

function Asked(props: { title: string; onClose: () => void; children: ReactNode }) {
  const { title, onClose, children } = props;
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog view-form">
          <header>
            <Heading slot="title">{title}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Fault({ words }: { words: string | undefined }) {
  if (words === undefined) return null;
  return (
    <p role="alert" className="text-bad">
      {words}
    </p>
  );
}
