/**
 * Keep the pages for when the network is away. Browsers allow that in secure contexts only: over TLS, or on the
 * person's own machine.
 */
export function keepPages() {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    addEventListener('load', () => {
      // The pages work without it.
      navigator.serviceWorker.register('/ui/sw.js', { scope: '/ui/' }).catch(() => undefined);
    });
  }
}

const KEY = 'vmgate.reloadedAt';
const ONCE_IN_MILLIS = 60_000;

/** A page of an older version asks for parts that are no more: the new version has them. */
export function followVersions() {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (navigator.onLine && Date.now() - last > ONCE_IN_MILLIS) {
      event.preventDefault();
      sessionStorage.setItem(KEY, String(Date.now()));
      location.reload();
    }
  });
}
