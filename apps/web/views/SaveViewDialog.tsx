import { limits } from "@mission-control/contracts";
import { Save, X } from "lucide-react";
import { useEffect, useRef } from "react";
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
import { useViewVersions } from "../data/use-keep-view.ts";
import { useGoToView } from "../data/use-views.ts";
import { Saved } from "./Saved.tsx";
import { type ShownView, useSaveView } from "./use-save-view.ts";
import { VersionChanges } from "./VersionChanges.tsx";

/** Keeps a view under a name, and gives the link to it. */
export function SaveViewDialog(props: { view: ShownView; onSaved?: () => void; onClose: () => void }) {
  const { view, onSaved, onClose } = props;
  const saving = useSaveView(view);
  const { state, slug, isOver } = saving;
  const goTo = useGoToView();
  const isSaved = state.phase === "saved";
  const told = useRef(onSaved);
  useEffect(() => {
    if (isSaved) told.current?.();
  }, [isSaved]);
  const close = () => {
    onClose();
    if (state.phase === "saved") goTo(state.slug);
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog view-form">
          <header>
            <Heading slot="title">{state.phase === "saved" ? "Saved" : "Save this view"}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          {state.phase === "saved" ? (
            <Saved slug={state.slug} version={state.version} onDone={close} />
          ) : state.phase === "meanwhile" ? (
            <Meanwhile view={view} message={state.message} onOver={(onto) => void saving.submit(onto)} />
          ) : (
            <Form
              onSubmit={(event) => {
                event.preventDefault();
                void saving.submit();
              }}
            >
              <Field label="Name" value={saving.name} onChange={saving.setName} autoFocus>
                {slug === "" ? "Whoever looks for it finds it by this" : `It will stand at /views/${slug}`}
              </Field>
              <Field label="What it is for" value={saving.description} onChange={saving.setDescription}>
                Not needed
              </Field>
              <div className="view-fields">
                <Field label="Owner" value={saving.owner} onChange={saving.setOwner}>
                  Who answers for it
                </Field>
                <Field label="Tags" value={saving.tags} onChange={saving.setTags}>
                  With commas between them
                </Field>
              </div>
              <Field label="Your name" value={saving.by} onChange={saving.setBy}>
                Not needed; it stands beside what you changed
              </Field>
              {state.phase === "asking" && state.message !== undefined && (
                <p role="alert" className="text-bad">
                  {state.message}
                </p>
              )}
              <footer>
                <Button type="submit" className="button" isPending={state.phase === "saving"}>
                  <Save size={14} aria-hidden /> {isOver ? "Save over it" : "Save"}
                </Button>
              </footer>
            </Form>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Field(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  children: string;
}) {
  const { children, label, ...field } = props;
  return (
    <TextField className="view-field" {...field} maxLength={limits.nameLength}>
      <Label>{label}</Label>
      <Input />
      <Text slot="description">{children}</Text>
    </TextField>
  );
}

/** What somebody else saved since this view was opened: nothing goes over it unseen. */
function Meanwhile(props: { view: ShownView; message: string; onOver: (onto: number) => void }) {
  const { view, message, onOver } = props;
  const versions = useViewVersions(view.slug);
  const news = (versions.data ?? []).filter(({ version }) => version > (view.version ?? 0));
  const newest = news[0]?.version;
  return (
    <>
      <p role="alert">{message}</p>
      {versions.error !== null && <p className="text-bad">{versions.error.message}</p>}
      <ol className="versions">
        {news.map((each) => (
          <VersionChanges key={each.version} {...each} />
        ))}
      </ol>
      <footer>
        <Button className="button" onPress={() => location.reload()} autoFocus>
          Look at theirs
        </Button>
        {newest !== undefined && (
          <Button className="button" onPress={() => onOver(newest)}>
            Save mine over it
          </Button>
        )}
      </footer>
    </>
  );
}
