import { computed, onScopeDispose, ref } from 'vue';
import { t } from '@/shared/i18n';
import type { Stroke } from './layouts';

/** How a text is typed: it may be long, be stopped, and end with the console. */
export function useTyping(
  type: (strokes: Stroke[], typed: (count: number) => void, signal: AbortSignal) => Promise<number>,
) {
  const done = ref(0);
  const total = ref(0);
  const isTyping = ref(false);
  let stopping = new AbortController();

  /** What is said of it; empty before anything was typed. */
  const words = computed(() => {
    const figures = { done: done.value, total: total.value };
    if (isTyping.value) {
      return t('console.typingProgress', figures);
    }
    return total.value === 0
      ? ''
      : t(figures.done < figures.total ? 'console.typedPart' : 'console.typedAll', figures);
  });

  /** The same for whoever has it read out, which a figure that counts would never let finish. */
  const said = computed(() => (isTyping.value ? t('console.typing') : words.value));

  async function start(strokes: Stroke[]) {
    stopping.abort();
    const own = (stopping = new AbortController());
    done.value = 0;
    total.value = strokes.length;
    isTyping.value = true;
    const count = await type(strokes, (now) => own === stopping && (done.value = now), own.signal);
    if (own === stopping) {
      done.value = count;
      isTyping.value = false;
    }
  }

  onScopeDispose(() => stopping.abort());

  return { words, said, isTyping, start, stop: () => stopping.abort() };
}
