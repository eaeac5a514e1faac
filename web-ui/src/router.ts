import { createRouter, createWebHistory } from 'vue-router';
import { session, whenSessionEnds } from '@/api/session';
import { showEnded, takeExpectation } from '@/auth/ended';
import { resumeSession } from '@/auth/signIn';
import { shownSince } from '@/offline/lastKnown';
import { followPages } from '@/shared/pageTitle';

export const router = createRouter({
  history: createWebHistory('/ui/'),
  routes: [
    { path: '/', redirect: '/vms' },
    { path: '/sign-in', name: 'signIn', component: () => import('@/auth/SignInPage.vue') },
    { path: '/vms', name: 'vms', component: () => import('@/vm/VmListPage.vue') },
    { path: '/vms/:vmId', name: 'vm', component: () => import('@/vm/VmDetailPage.vue'), props: true },
    {
      path: '/vms/:vmId/console/:protocol?',
      name: 'console',
      component: () => import('@/console/ConsolePage.vue'),
      props: true,
    },
    { path: '/settings', name: 'settings', component: () => import('@/settings/SettingsPage.vue') },
    { path: '/consoles', name: 'consoles', component: () => import('@/console/ConsolesPage.vue') },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('@/shared/NowherePage.vue') },
  ],
});

router.beforeEach(async (to, from) => {
  if (!session.isSignedIn.value) {
    await resumeSession();
  }
  if (to.name !== 'signIn' && !session.isSignedIn.value) {
    return { name: 'signIn', query: to.fullPath === '/vms' ? {} : { back: to.fullPath } };
  }
  return to.name === 'signIn' && session.isSignedIn.value && from.name !== 'signIn' ? '/vms' : true;
});

whenSessionEnds(() => {
  const here = router.currentRoute.value;
  if (here.name !== 'signIn') {
    // Whoever signs in after somebody who has left does not go on where that person was.
    const isWanted = takeExpectation();
    if (!isWanted) {
      showEnded();
    }
    void router.push({ name: 'signIn', query: isWanted ? {} : { back: here.fullPath } });
  }
});

router.afterEach((to, from) => {
  if (to.path !== from.path) {
    // The next page says itself how old it is.
    shownSince.value = null;
  }
});

followPages(router);
