import { limits, slugOf, type View } from "@mission-control/contracts";
import { useState } from "react";
import { useKeepView } from "../data/use-keep-view.ts";
import { ownName, rememberOwnName } from "./own-name.ts";
import { tagsOfText, textOfTags } from "./tags-text.ts";

/** A view as it is shown; built-in ones have no version, and cannot be saved over. */
export type ShownView = View & { readonly version?: number | undefined };

export interface SaveOptions {
  readonly isNamed?: boolean | undefined;
  readonly onSaved?: ((kept: ShownView) => void) | undefined;
}

/** How far saving came. `meanwhile` says that somebody else saved the same view since it was opened here. */
export type SaveState =
  | { readonly phase: "asking"; readonly message?: string }
  | { readonly phase: "saving" }
  | { readonly phase: "meanwhile"; readonly message: string }
  | { readonly phase: "saved"; readonly slug: string; readonly version: number };

/**
 * Saves a view under the name that is typed: over itself where that is its own, else as a new one. `isNamed` says that it
 * begins with the view's own name, which is that of a built-in view where it has no version. `onSaved` gets what was kept.
 */
export function useSaveView(
  view: ShownView,
  { isNamed = view.version !== undefined, onSaved }: SaveOptions = {},
) {
  const { save } = useKeepView();
  const [name, setName] = useState(isNamed ? view.name : "");
  const [description, setDescription] = useState(isNamed ? view.description : "");
  const [owner, setOwner] = useState(view.owner);
  const [tags, setTags] = useState(textOfTags(view.tags));
  const [by, setBy] = useState(ownName);
  const [state, setState] = useState<SaveState>({ phase: "asking" });
  const slug = view.version !== undefined && name.trim() === view.name ? view.slug : slugOf(name);
  const isOver = view.version !== undefined && slug === view.slug;

  const submit = async (onto = isOver ? view.version! : 0) => {
    if (slug === "") {
      setState({ phase: "asking", message: "Give it a name with letters or digits." });
      return;
    }
    setState({ phase: "saving" });
    rememberOwnName(by.trim());
    const kept: View = {
      ...view,
      slug,
      name: name.trim().slice(0, limits.nameLength),
      description,
      owner: owner.trim(),
      tags: tagsOfText(tags),
    };
    const outcome = await save(kept, { by: by.trim(), onto });
    if (outcome.ok) {
      const { version } = outcome.value;
      // Told from here: by now the page may show what was kept, and no longer this dialog.
      onSaved?.({ ...kept, version });
      return setState({ phase: "saved", slug, version });
    }
    const { code, message, faults } = outcome.failure;
    const isTaken = code === "built_in" || (code === "changed_meanwhile" && !isOver);
    if (isTaken)
      setState({ phase: "asking", message: "Another view has this name; choose one that is free." });
    else if (code === "changed_meanwhile") setState({ phase: "meanwhile", message });
    else setState({ phase: "asking", message: faults?.[0]?.message ?? message });
  };

  return {
    name,
    setName,
    description,
    setDescription,
    owner,
    setOwner,
    tags,
    setTags,
    by,
    setBy,
    slug,
    isOver,
    state,
    submit,
  };
}
