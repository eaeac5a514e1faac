/** Whether nothing else in the page has the focus: a field that a person is in keeps it. */
export function mayTakeFocus(element: Element | null | undefined): boolean {
  const active = document.activeElement;
  return element != null && (active === null || active.contains(element) || element.contains(active));
}

/** Give the focus to the first that can have it. */
export function focusFirst(within: Element | null) {
  within?.querySelector<HTMLElement>('a[href], button:enabled, select:enabled, input:enabled')?.focus();
}
