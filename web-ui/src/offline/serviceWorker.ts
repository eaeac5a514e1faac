import { cleanupOutdatedCaches, createHandlerBoundToURL, matchPrecache, precache } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching';

/** Written in when the pages are built: all files that they are made of, without the viewers. */
declare const __FILES__: PrecacheEntry[];
declare const self: ServiceWorkerGlobalScope;

const FIRST_PAGE = '/ui/index.html';
// Longer, and a person believes that nothing happens.
const PATIENCE_MILLIS = 4_000;

precache(__FILES__);
cleanupOutdatedCaches();
const keptPage = createHandlerBoundToURL(FIRST_PAGE);

// The first one begins at once. A newer one waits until no page of the older version is open: those may still ask for
// parts that the newer version has no more.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** A proxy in front of a platform that is away has a page of its own. */
function refuseOfAProxy(answer: Response): Response {
  if (answer.status >= 502 && answer.status <= 504) {
    throw new Error(`HTTP ${answer.status}`);
  }
  return answer;
}

function silence(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE_MILLIS));
}

/**
 * Pages come from the platform while it answers, so that a new version is seen at once; files with a hash in their
 * name never change. What the contract answers is none of this worker's business: only the pages know what may be kept.
 */
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith('/ui')) {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(
      Promise.race([fetch(request).then(refuseOfAProxy), silence()]).catch(() =>
        keptPage({ event, request, url }),
      ),
    );
  } else if (url.pathname.startsWith('/ui/assets/')) {
    event.respondWith(matchPrecache(request).then((kept) => kept ?? fetch(request)));
  } else {
    event.respondWith(fetch(request).catch(async () => (await matchPrecache(request)) ?? Response.error()));
  }
});
