import { useNavigate } from "@tanstack/react-router";
import { Check, Search, X } from "lucide-react";
import { useState } from "react";
import {
  Autocomplete,
  Button,
  Dialog,
  Heading,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components";
import { useServices } from "../data/services.ts";
import { compareText } from "../format/text.ts";
import { chooseZone, offsetOf, type Zone, zone } from "../format/zone.ts";
import "../style/zone.css";

const BROWSER = "browser";

/** Chooses the zone that times are shown in: here from now on, and for whoever gets the link of what is shown. */
export function ZoneDialog({ onClose }: { onClose: () => void }) {
  const { clock } = useServices();
  const navigate = useNavigate();
  const [zones] = useState(() => zonesAt(clock.now()));
  const choose = (next: Zone) => {
    onClose();
    chooseZone(next);
    void navigate({
      to: ".",
      search: ((before: Record<string, unknown>) => ({ ...before, tz: next })) as never,
      replace: true,
      resetScroll: false,
    });
  };
  return (
    <ModalOverlay className="overlay top" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog zones">
          <header>
            <Heading slot="title">Time zone</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          <Autocomplete filter={contains}>
            <SearchField aria-label="Find a time zone" className="zones-field" autoFocus>
              <Search size={14} aria-hidden />
              <Input placeholder="A city or a region" spellCheck={false} />
            </SearchField>
            <ListBox
              aria-label="Time zones"
              className="zones-list"
              selectionMode="single"
              disallowEmptySelection
              escapeKeyBehavior="none"
              selectedKeys={[zone() ?? BROWSER]}
              onSelectionChange={(keys) => {
                const [id] = keys === "all" ? [] : keys;
                if (id !== undefined) choose(id === BROWSER ? undefined : String(id));
              }}
              renderEmptyState={() => <p className="zones-words">No time zone is called so.</p>}
            >
              {zones.map(({ id, words, offset }) => (
                <ListBoxItem key={id} id={id} textValue={words} className="menu-item">
                  {({ isSelected }) => (
                    <>
                      <span className="grow">{words}</span>
                      <small>{offset}</small>
                      {isSelected && <Check size={14} aria-hidden />}
                    </>
                  )}
                </ListBoxItem>
              ))}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const contains = (text: string, typed: string): boolean =>
  text.toLowerCase().includes(typed.trim().toLowerCase().replaceAll("_", " "));

/** The browser's zone, UTC, and all others by name, each with how far it is ahead of UTC now. */
function zonesAt(nowMs: number) {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const others = Intl.supportedValuesOf("timeZone")
    .filter((name) => name !== "UTC")
    .toSorted(compareText);
  return [
    { id: BROWSER, words: `As the browser: ${own.replaceAll("_", " ")}`, offset: offsetOf(own, nowMs) },
    ...["UTC", ...others].map((name) => ({
      id: name,
      words: name.replaceAll("_", " "),
      offset: offsetOf(name, nowMs),
    })),
  ];
}
