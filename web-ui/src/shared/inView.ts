const listeners = new Map<Element, (isInView: boolean) => void>();

// One for all: a page may have hundreds of rows.
const observer = new IntersectionObserver((entries) =>
  entries.forEach((entry) => listeners.get(entry.target)?.(entry.isIntersecting)),
);

/** Be told whether an element can be seen, and when that changes; call what is returned to stop. */
export function followView(element: Element, listener: (isInView: boolean) => void): () => void {
  listeners.set(element, listener);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    listeners.delete(element);
  };
}
