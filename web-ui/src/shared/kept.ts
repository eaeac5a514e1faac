import { ref, watch } from 'vue';
import type { Ref } from 'vue';

/**
 * A choice that this browser keeps: it applies at once, in other tabs too. Where the browser keeps nothing it lasts
 * as long as the page.
 */
export function kept<T extends string>(key: string, choices: readonly T[], byDefault: () => T): Ref<T> {
  const made = (text: string | null) => choices.find((one) => one === text);
  const choice = ref(made(read(key)) ?? byDefault()) as Ref<T>;
  watch(choice, (now) => write(key, now), { flush: 'sync' });
  addEventListener('storage', (event) => {
    // Without a key: everything was cleared.
    if (event.key === key || event.key === null) {
      choice.value = made(event.newValue) ?? byDefault();
    }
  });
  return choice;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string) {
  try {
    // Writing what is there already would go round among the tabs.
    if (localStorage.getItem(key) !== value) {
      localStorage.setItem(key, value);
    }
  } catch {
    // Forbidden or full.
  }
}
