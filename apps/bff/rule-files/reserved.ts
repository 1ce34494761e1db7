/** Names below `/api/rules` and `/alerts/rules` that are something else, and so no rule's. */
export const reservedRules: ReadonlySet<string> = new Set(["new", "preview", "tune", "import", "export"]);
