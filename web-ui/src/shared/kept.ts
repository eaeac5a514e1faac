import { ref, watch } from 'vue';
import type { Ref } from 'vue';
import { readKept, writeKept } from './browserStorage';

/**
 * A choice that this browser keeps: it applies at once, in other tabs too. Where the browser keeps nothing it lasts
 * as long as the page.
 */
export function kept<T extends string>(key: string, choices: readonly T[], byDefault: () => T): Ref<T> {
  const made = (text: string | null) => choices.find((one) => one === text);
  const choice = ref(made(readKept(key)) ?? byDefault()) as Ref<T>;
  watch(choice, (now) => writeKept(key, now), { flush: 'sync' });
  addEventListener('storage', (event) => {
    // Without a key: everything was cleared.
    if (event.key === key || event.key === null) {
      choice.value = made(event.newValue) ?? byDefault();
    }
  });
  return choice;
}
