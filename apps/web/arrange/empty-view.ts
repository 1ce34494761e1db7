import { type View, viewSchema } from "@mission-control/contracts";

/** Where a new view begins: one section with nothing in it. No view is kept under this slug. */
export const emptyView: View = viewSchema.parse({
  slug: "new",
  name: "New view",
  sections: [{ id: "section-1", title: "Overview" }],
});
