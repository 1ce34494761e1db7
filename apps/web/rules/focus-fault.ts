/** Puts the focus into the first field of a form that something is wrong with; the code editor's is in a shadow of its own. */
export function focusFirstFault(form: HTMLElement | null): void {
  const first = form?.querySelector<HTMLElement>('[aria-invalid="true"], .arrange-expr[data-invalid]');
  if (first == null) {
    form?.querySelector<HTMLElement>(".rule-fault")?.scrollIntoView({ block: "center" });
    return;
  }
  const editor = first.querySelector(".expr-editor")?.shadowRoot?.querySelector<HTMLElement>(".cm-content");
  (editor ?? first).focus();
  first.scrollIntoView({ block: "center" });
}
