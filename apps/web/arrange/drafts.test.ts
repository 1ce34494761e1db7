import { viewSchema } from "@mission-control/contracts";
import { beforeEach, describe, expect, it } from "vitest";
import type { ShownView } from "../views/use-save-view.ts";
import { applyEdit, isChanged, shownOf, undo } from "./draft.ts";
import { draftSaved, forgetDraft, keepDraft, leftDraft, openDraft } from "./drafts.ts";
import { addSection, renameSection } from "./edit-sections.ts";

const shop: ShownView = {
  ...viewSchema.parse({ slug: "shop", name: "Shop", sections: [{ id: "web", title: "web" }] }),
  version: 3,
};

/** What is kept of the draft that is open, as it comes anew from the server. */
const saved = (base: ShownView, version: number): ShownView =>
  structuredClone({ ...shownOf(openDraft(base)), version });

describe("the draft of a view", () => {
  beforeEach(() => {
    forgetDraft("shop");
    keepDraft(applyEdit(openDraft(shop), addSection("night")));
  });

  it("keeps its steps once it was saved, before the page has heard of that and after", () => {
    const kept = saved(shop, 4);
    draftSaved("shop", kept);
    for (const base of [shop, structuredClone(kept)]) {
      const draft = openDraft(base);
      expect(shownOf(draft)).toEqual(kept);
      expect(isChanged(draft)).toBe(false);
      expect(undo(draft).view.sections).toHaveLength(1);
      expect(openDraft(base)).toBe(draft);
    }
  });

  it("begins anew where somebody else saved the view after it", () => {
    draftSaved("shop", saved(shop, 4));
    const theirs = { ...shop, name: "Theirs", version: 5 };
    expect(openDraft(theirs)).toMatchObject({ view: { name: "Theirs" }, past: [] });
  });

  it("builds on the version it began from, whatever came since, as long as it is not saved", () => {
    const draft = openDraft({ ...shop, name: "Theirs", version: 5 });
    expect(shownOf(draft)).toMatchObject({ name: "Shop", version: 3 });
  });

  it("is there for a view that is gone, and is none where nothing was changed or it was kept under another name", () => {
    expect(leftDraft("shop")?.view.sections).toHaveLength(2);
    draftSaved("shop", { ...saved(shop, 1), slug: "shop-2" });
    expect(leftDraft("shop")).toBeUndefined();
    keepDraft(applyEdit(openDraft(shop), renameSection("web", "web")));
    expect(leftDraft("shop")).toBeUndefined();
  });
});
