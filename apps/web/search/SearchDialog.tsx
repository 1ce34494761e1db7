import { Check, Plus, Search } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components";
import { countOf } from "../format/text.ts";
import type { PaletteItem } from "./palette-groups.ts";
import { rememberUsed } from "./recently-used.ts";
import { SeriesCount } from "./SeriesCount.tsx";
import { usePalette } from "./use-palette.ts";

/**
 * Goes to a view, a page or a deploy, does what can be done here, or adds metrics and expressions to the wall, one after
 * another: it stays open for the next.
 */
export function SearchDialog(props: { typedAhead: RefObject<string>; onClose: () => void }) {
  const { typedAhead, onClose } = props;
  const [typed, setTyped] = useState(() => typedAhead.current);
  const { groups, metrics, catalog, added } = usePalette(typed);
  const list = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const items = groups.flatMap((group) =>
    group.items.map((item) => ({ key: `${group.title} ${item.id}`, item })),
  );

  const act = (key: string | number) => {
    const item = items.find((each) => each.key === key)?.item;
    if (item === undefined) return;
    if (item.id !== "typed") rememberUsed(item.id);
    // What is typed next takes the place of what found this one.
    if (item.stays) field.current?.select();
    else onClose();
    item.run();
  };
  // What was pasted, or typed before the metrics were known, has no chosen row: the first one is meant then.
  const actOnFirst = () => {
    if (list.current?.querySelector("[role^=menuitem][data-focused]") !== null) return;
    const [first] = items;
    if (first !== undefined) act(first.key);
  };

  return (
    <ModalOverlay className="overlay top" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal palette">
        <Dialog aria-label="Go to, do or add" className="outline-none">
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <SearchField
              aria-label="View, action, deploy, metric name or PromQL expression"
              className="palette-field"
              onSubmit={actOnFirst}
              onKeyDown={(event) => {
                if (event.key === "Escape") onClose();
                else event.continuePropagation();
              }}
              autoFocus
            >
              <Search size={16} aria-hidden />
              <Input
                ref={field}
                placeholder="View, action, metric, or any PromQL expression"
                spellCheck={false}
              />
            </SearchField>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
            <section ref={list} className="palette-list" aria-label="Results" tabIndex={0}>
              <Menu
                aria-label="What there is"
                className="outline-none"
                onAction={act}
                renderEmptyState={() => (
                  <p className="palette-words">
                    {catalog.isPending
                      ? "Looking for metrics…"
                      : (catalog.error?.message ?? "No metric yet.")}
                  </p>
                )}
              >
                {groups.map((group) => (
                  <MenuSection key={group.title} id={group.title} aria-label={group.title || "Typed"}>
                    <Header className="palette-head">{group.title}</Header>
                    <Collection items={group.items} dependencies={[added]}>
                      {(item) => (
                        <MenuItem
                          id={`${group.title} ${item.id}`}
                          textValue={item.title}
                          className="palette-item"
                        >
                          {({ isFocused }) => <Line item={item} isFocused={isFocused} />}
                        </MenuItem>
                      )}
                    </Collection>
                  </MenuSection>
                ))}
              </Menu>
            </section>
          </Autocomplete>
          <footer className="palette-foot">
            {added > 0 ? (
              <>
                <span role="status">
                  <Check size={13} aria-hidden className="text-ok" /> {countOf(added, "lane")} added
                </span>
                <button type="button" className="button small" onClick={onClose}>
                  Done
                </button>
              </>
            ) : (
              <span>{countOf(metrics, "metric")}</span>
            )}
            <span className="grow" />
            <span className="palette-hint">
              <kbd>↑</kbd> <kbd>↓</kbd> choose
            </span>
            <span className="palette-hint">
              <kbd>Enter</kbd> go there, or add
            </span>
            <span className="palette-hint">
              <kbd>Esc</kbd> done
            </span>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Line({ item, isFocused }: { item: PaletteItem; isFocused: boolean }) {
  return (
    <>
      {item.isCode ? (
        <span>
          {item.called !== undefined && <b className="palette-called">{item.called}</b>}
          <code>{item.title}</code>
        </span>
      ) : (
        <span>{item.title}</span>
      )}
      <span className="palette-kind">
        {isFocused && item.counted !== undefined && <SeriesCount name={item.counted} />}
        {item.kind}
        {item.keys?.map((key, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two keys after each other may be the same
          <kbd key={i}>{key}</kbd>
        ))}
        {item.stays && <Mark isOn={item.isOn === true} />}
      </span>
      {item.note !== undefined && item.note !== "" && <span className="palette-note">{item.note}</span>}
    </>
  );
}

/** Whether a lane is on the wall; pressed again it is taken away. */
function Mark({ isOn }: { isOn: boolean }) {
  if (!isOn) return <Plus size={14} aria-label="add" className="palette-mark" />;
  return (
    <span className="palette-mark text-ok">
      <Check size={14} aria-hidden /> added
    </span>
  );
}
