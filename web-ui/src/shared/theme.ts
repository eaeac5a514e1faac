import { ref, watch } from 'vue';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'vmgate.theme';
const kept = localStorage.getItem(KEY);

export const theme = ref<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');

const system = matchMedia('(prefers-color-scheme: dark)');

function show() {
  const isDark = theme.value === 'dark' || (theme.value === 'auto' && system.matches);
  document.documentElement.classList.toggle('dark', isDark);
}

system.addEventListener('change', show);
watch(
  theme,
  (now) => {
    localStorage.setItem(KEY, now);
    show();
  },
  { immediate: true },
);
