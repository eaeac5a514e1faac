import { onScopeDispose, ref } from 'vue';

/** Of Chromium's browsers; others have none, and keep Esc for leaving. */
interface KeyboardLock {
  lock?: () => Promise<void>;
  unlock?: () => void;
}

/**
 * Fills the screen with a part of the page, or, where the browser lets no page do that, its window. What is enlarged is
 * the whole page, in which that part is laid over everything: so menus, dialogs and messages are still seen.
 */
export function useFullScreen() {
  /** Whether that part is to be laid over everything. */
  const isFull = ref(false);
  const keyboard = (navigator as Navigator & { keyboard?: KeyboardLock }).keyboard;

  async function enter() {
    isFull.value = true;
    const root = document.documentElement;
    try {
      // Phones have it for films only.
      await (root.requestFullscreen as (() => Promise<void>) | undefined)?.call(root);
      await keyboard?.lock?.();
    } catch {
      // Refused: the window is filled all the same.
    }
  }

  async function leave() {
    isFull.value = false;
    keyboard?.unlock?.();
    if (document.fullscreenElement != null) {
      await document.exitFullscreen();
    }
  }

  /** A person may leave it by the browser's own key. */
  function followBrowser() {
    if (document.fullscreenElement == null) {
      isFull.value = false;
      keyboard?.unlock?.();
    }
  }

  document.addEventListener('fullscreenchange', followBrowser);
  onScopeDispose(() => {
    document.removeEventListener('fullscreenchange', followBrowser);
    if (isFull.value) {
      void leave();
    }
  });

  return { isFull, toggle: () => (isFull.value ? leave() : enter()) };
}
