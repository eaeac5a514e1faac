import type { RouteLocationNormalized, Router } from 'vue-router';
import { t } from './i18n';

/** What the browser calls a page with this heading, in its tabs and its history. */
export function pageTitle(isConsole: boolean, heading: string): string {
  const app = t('app.name');
  if (heading === '') {
    return app;
  }
  // That is what it is called while nobody knows whose it is.
  const page = isConsole && heading !== t('vm.console') ? t('console.title', { name: heading }) : heading;
  return page.includes(app) ? page : `${page} · ${app}`;
}

type Place = Pick<RouteLocationNormalized, 'name' | 'params'>;

/** Whether both are one page: what it shows of it, and by which protocol, may differ. */
export function isSamePage(one: Place, other: Place): boolean {
  return one.name === other.name && one.params.vmId === other.params.vmId;
}

/**
 * Name every page by its heading, which may come late and change, and lead whoever goes to another page to its
 * heading: nothing else tells who sees no pixels that the page is another one.
 */
export function followPages(router: Router) {
  /** Where somebody was on the page that they left, until they are led to the heading of the next one. */
  let left: { heading: Element | null; focused: Element | null } | null = null;

  function look() {
    const heading = document.querySelector<HTMLElement>('main h1');
    if (heading !== null && heading === left?.heading) {
      return;
    }
    const isConsole = router.currentRoute.value.name === 'console';
    document.title = pageTitle(isConsole, heading?.textContent.trim() ?? '');
    if (heading !== null && left !== null) {
      // Whoever went on to something else meanwhile is not called back.
      if ([left.focused, document.body].includes(document.activeElement)) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
      left = null;
    }
  }

  router.afterEach((to, from, failure) => {
    if (failure === undefined && from.matched.length > 0 && !isSamePage(to, from)) {
      left = { heading: document.querySelector('main h1'), focused: document.activeElement };
    }
  });
  new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
}
