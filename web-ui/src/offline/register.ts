import { ElMessageBox } from 'element-plus';
import { t } from '@/shared/i18n';

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

/** A page of an older version asks for a part that is no more. Loading anew ends consoles, so it is asked for. */
export function followVersions() {
  addEventListener('vite:preloadError', (event) => {
    event.preventDefault();
    const words = navigator.onLine ? t('notice.newVersion') : t('notice.unreachable');
    ElMessageBox.confirm(words, {
      confirmButtonText: t('notice.loadAnew'),
      cancelButtonText: t('notice.cancel'),
    })
      .then(() => location.reload())
      .catch(() => undefined);
  });
}
