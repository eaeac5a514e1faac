/**
 * Whether nothing else in the page has the focus: a field that a person is in keeps it. A heading has it only because
 * the page is a new one; whoever opens a console wants to type.
 */
export function mayTakeFocus(element: Element | null | undefined): boolean {
  const active = document.activeElement;
  return (
    element != null &&
    (active === null || active.matches('h1') || active.contains(element) || element.contains(active))
  );
}

/** Give the focus to the first that can have it. */
export function focusFirst(within: Element | null) {
  within?.querySelector<HTMLElement>('a[href], button:enabled, select:enabled, input:enabled')?.focus();
}
