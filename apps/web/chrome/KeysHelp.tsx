import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from "react-aria-components";
import { keyWords } from "../actions/key-words.ts";
import { type KnownAction, knownActions, places } from "../actions/known-actions.ts";
import { useSingleKeys } from "../actions/single-keys.ts";

/** Which keys do what on which page, and the switch for those who cannot have single keys do anything. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const [on, set] = useSingleKeys();
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal wide">
        <Dialog className="dialog">
          <header>
            <Heading slot="title">Keys</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <div className="keys-places">
            {places.map((place) => (
              <section key={place} aria-label={place}>
                <h3>{place}</h3>
                <dl className="keys">
                  {[...knownActions.values()]
                    .filter((action) => action.place === place && action.keys !== undefined)
                    .map((action) => (
                      <Row key={action.label} action={action} />
                    ))}
                </dl>
              </section>
            ))}
          </div>
          <Switch className="switch" isSelected={on} onChange={set}>
            <i aria-hidden />
            Single keys do something
          </Switch>
          <Link to="/gallery" className="keys-more" onClick={onClose}>
            Gallery: everything that lanes can do
          </Link>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Row({ action: { label, keys = [] } }: { action: KnownAction }) {
  const words = keys.flatMap(keyWords);
  return (
    <div>
      <dt>
        {words.map((word, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: "g g" is the same key twice
          <kbd key={i}>{word}</kbd>
        ))}
      </dt>
      <dd>{label}</dd>
    </div>
  );
}
