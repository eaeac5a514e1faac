import { onBeforeUnmount, onMounted } from 'vue';

const NAME = '--seen-height';

/**
 * Give the page's styles the height that is seen as {@code --seen-height}, while it is not the window's: keyboards of
 * iPhones lie over the page, and no unit of CSS knows of them.
 */
export function useSeenHeight() {
  const { style } = document.documentElement;
  const seen = window.visualViewport;

  function measure() {
    // Whoever has zoomed in sees a part, and moves it.
    if (seen !== null && seen.scale === 1 && seen.height < window.innerHeight - 1) {
      style.setProperty(NAME, `${seen.height}px`);
    } else {
      style.removeProperty(NAME);
    }
  }

  onMounted(() => {
    measure();
    seen?.addEventListener('resize', measure);
  });
  onBeforeUnmount(() => {
    seen?.removeEventListener('resize', measure);
    style.removeProperty(NAME);
  });
}
