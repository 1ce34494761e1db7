import { limits } from "@mission-control/contracts";
import { Save, X } from "lucide-react";
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
import { useGoToView, useViewSlug } from "../data/use-views.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { Meanwhile } from "./Meanwhile.tsx";
import { Saved } from "./Saved.tsx";
import { type SaveOptions, type ShownView, useSaveView } from "./use-save-view.ts";

interface Props extends SaveOptions {
  view: ShownView;
  /** Shows what somebody else saved meanwhile; where it is absent the page is loaded anew. */
  onTheirs?: () => void;
  onClose: () => void;
}

/** Keeps a view under a name, and gives the link to it. */
export function SaveViewDialog({ view, onTheirs, onClose, ...options }: Props) {
  const saving = useSaveView(view, options);
  const { state, slug, isOver } = saving;
  const goTo = useGoToView();
  const here = useViewSlug();
  const [search, change] = useWallSearch();
  const close = () => {
    onClose();
    if (state.phase !== "saved") return;
    if (state.slug !== here) goTo(state.slug);
    // Lanes that the address added are the view's own by now; all else of it stays as it is.
    else if (search.lane !== undefined) change({ lane: undefined });
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
            <Meanwhile
              view={view}
              message={state.message}
              onOver={(onto) => void saving.submit(onto)}
              onTheirs={onTheirs ?? (() => location.reload())}
            />
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
